import {
  type EntityType,
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsCommandOutput,
} from '@aws-sdk/client-iam';
import { MarkerChain } from '@/lib/aws/pages';
import type { CollectContext } from '@/lib/collectors/types';
import { heavyReads } from './heavy-reads';

export const AUTHORIZATION_DETAILS_ACTION = 'iam:GetAccountAuthorizationDetails';

/**
 * Items a page. The SDK parses 1 MB in 25-30 ms of blocked event loop here (bench/iam-page-size.ts: 150 roles = 0.4 MB =
 * 10 ms, 1000 = 2.7 MB = 64 ms), and a policy's five versions can weigh fifty times a group.
 */
const PAGE_SIZES = { User: 250, Group: 100, Role: 150, LocalManagedPolicy: 75 } as const satisfies {
  [kind in EntityType]?: number;
};
export type DetailKind = keyof typeof PAGE_SIZES;

/** Document bytes (as AWS sends them) above which the next page is made smaller, to stay below 50 ms. */
const MOST_BYTES = 900_000;
const LEAST_ITEMS = 10;

export type DetailPage = { page: GetAccountAuthorizationDetailsCommandOutput; requestStartedAt: number };

/** One marker chain of GetAccountAuthorizationDetails. Customer-managed policies only for LocalManagedPolicy. */
export async function* detailPages(ctx: CollectContext, kind: DetailKind): AsyncGenerator<DetailPage> {
  const chain = new MarkerChain();
  const oneAtATime = await heavyReads(ctx);
  let marker: string | undefined;
  let size: number = PAGE_SIZES[kind];
  do {
    const command = new GetAccountAuthorizationDetailsCommand({ Filter: [kind], Marker: marker, MaxItems: size });
    const { page, requestStartedAt } = await oneAtATime(async () => {
      const startedAt = ctx.now();
      return { page: await ctx.clients.iam.send(command, { abortSignal: ctx.signal }), requestStartedAt: startedAt };
    });
    yield { page, requestStartedAt };
    marker = chain.next(page);
    const bytes = documentBytes(page);
    if (bytes > MOST_BYTES) size = Math.max(LEAST_ITEMS, Math.floor((size * MOST_BYTES) / bytes));
  } while (marker !== undefined);
}

/** Policy documents are nearly all of a large page. */
function documentBytes(page: GetAccountAuthorizationDetailsCommandOutput): number {
  let bytes = 0;
  const inline = (policies: { PolicyDocument?: string }[] | undefined) => {
    for (const policy of policies ?? []) bytes += policy.PolicyDocument?.length ?? 0;
  };
  for (const user of page.UserDetailList ?? []) inline(user.UserPolicyList);
  for (const group of page.GroupDetailList ?? []) inline(group.GroupPolicyList);
  for (const role of page.RoleDetailList ?? []) {
    bytes += role.AssumeRolePolicyDocument?.length ?? 0;
    inline(role.RolePolicyList);
  }
  for (const policy of page.Policies ?? []) {
    for (const version of policy.PolicyVersionList ?? []) bytes += version.Document?.length ?? 0;
  }
  return bytes;
}
