import {
  GenerateCredentialReportCommand,
  GetAccessKeyLastUsedCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  GetOpenIDConnectProviderCommand,
  ListAccessKeysCommand,
  ListInstanceProfilesCommand,
  ListOpenIDConnectProvidersCommand,
  ListRolesCommand,
  ListSAMLProvidersCommand,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam';
import { awsClients } from '@/lib/aws/clients';
import { RateBudget } from '@/lib/aws/rate-budget';
import { DEFAULT_RATE_LIMITS, newBucket, takeSlice } from '@/lib/aws/token-bucket';
import { concurrently } from '@/lib/collectors/concurrent';
import { ACCOUNT_ID, ADMIN } from '@/lib/sensor/testing/sandbox-account';

type Page = { IsTruncated?: boolean; Marker?: string };

/** The scan's calls with its page sizes and concurrency, made by the shortest code; nothing is kept of the answers. */
export async function rawCalls(url: string, rate: number): Promise<void> {
  const limits = { ...DEFAULT_RATE_LIMITS, start: rate, most: rate, burst: rate };
  let bucket = newBucket(limits, Date.now());
  const budget = new RateBudget({ accountId: ACCOUNT_ID, service: 'iam', region: 'us-east-1' }, async (_key, ask) => {
    const { state, slice } = takeSlice(bucket, ask, limits, Date.now());
    bucket = state;
    return slice;
  });
  const clients = awsClients({
    credentials: ADMIN,
    region: 'us-east-1',
    endpoints: { default: url },
    budget: () => budget,
  });
  const { iam } = clients;
  const chain = async (fetch: (Marker: string | undefined) => Promise<Page>) => {
    let page = await fetch(undefined);
    while (page.IsTruncated) page = await fetch(page.Marker);
  };
  const details = (kind: 'User' | 'Role' | 'Group' | 'LocalManagedPolicy', MaxItems: number) =>
    chain((Marker) => iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: [kind], MaxItems, Marker })));
  const keys = async () => {
    const names: string[] = [];
    await chain(async (Marker) => {
      const page = await iam.send(
        new GetAccountAuthorizationDetailsCommand({ Filter: ['User'], MaxItems: 250, Marker }),
      );
      for (const user of page.UserDetailList ?? []) names.push(user.UserName ?? '');
      return page;
    });
    for await (const { AccessKeyMetadata } of concurrently(names, 12, (UserName) =>
      iam.send(new ListAccessKeysCommand({ UserName })),
    )) {
      // Inactive keys are the generated world's ambiguous ones.
      for (const { AccessKeyId, Status } of AccessKeyMetadata ?? []) {
        if (Status === 'Inactive') await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
      }
    }
  };
  const providers = async () => {
    const { OpenIDConnectProviderList } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    for (const { Arn } of OpenIDConnectProviderList ?? []) {
      await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: Arn }));
    }
  };
  await Promise.all([
    keys(),
    details('Role', 150),
    details('Group', 100),
    details('LocalManagedPolicy', 75),
    chain((Marker) => iam.send(new ListRolesCommand({ MaxItems: 500, Marker }))),
    chain((Marker) =>
      iam.send(new ListVirtualMFADevicesCommand({ AssignmentStatus: 'Assigned', MaxItems: 500, Marker })),
    ),
    chain((Marker) => iam.send(new ListInstanceProfilesCommand({ MaxItems: 300, Marker }))),
    iam.send(new GenerateCredentialReportCommand({})).then(() => iam.send(new GetCredentialReportCommand({}))),
    iam.send(new GetAccountSummaryCommand({})),
    iam.send(new GetAccountPasswordPolicyCommand({})).catch(() => {}),
    iam.send(new ListSAMLProvidersCommand({})),
    providers(),
  ]);
  clients.destroy();
}
