import {
  GetUserCommand,
  GetUserPolicyCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListMFADevicesCommand,
  ListUserPoliciesCommand,
  type UserDetail,
} from '@aws-sdk/client-iam';
import { markerPages } from '@/lib/aws/pages';
import { all, readEach } from '@/lib/collectors/reads/each';
import { type CollectContext, type Collector, GLOBAL_REGION, type NormalizedResource } from '@/lib/collectors/types';
import { attachedPolicies, inlinePolicies, isoDate, nameOf, sorted, tagRecord } from '@/lib/collectors/values';
import type { ReportUser } from './credential-report-csv';
import { userEvents } from './events';
import { AUTHORIZATION_DETAILS_ACTION } from './reads/authorization-details';
import { CREDENTIAL_REPORT_ACTIONS, credentialReport } from './reads/credential-report';
import { sharedUserPages } from './reads/shared-users';
import { type MfaDevice, virtualMfa } from './reads/virtual-mfa';
import { attachments, boundary } from './relationships';

/** `mfa` null: not readable. `report` null: not readable; undefined: the (up to four hours old) report lacks the user. */
export type RawUser = { detail: UserDetail; mfa: MfaDevice[] | null; report: ReportUser | null | undefined };

async function* list(ctx: CollectContext) {
  const [report, mfa] = await Promise.all([credentialReport(ctx), virtualMfa(ctx)]);
  const gaps = [report.gap, mfa.gap].filter((gap) => gap !== null);
  for await (const { page, requestStartedAt } of sharedUserPages(ctx)) {
    const items = (page.UserDetailList ?? []).map((detail): RawUser => {
      const arn = detail.Arn ?? '';
      return {
        detail,
        mfa: mfa.value && (mfa.value.byUser.get(arn) ?? []),
        report: report.value && reportOf(report.value.get(arn), detail),
      };
    });
    yield {
      items,
      requestStartedAt: Math.min(requestStartedAt, mfa.value?.requestStartedAt ?? requestStartedAt),
      gaps,
    };
  }
}

/** A user made again under a name is not the one the report tells of. */
function reportOf(row: ReportUser | undefined, detail: UserDetail): ReportUser | undefined {
  const seconds = (date: string | null) => date?.slice(0, 19);
  return row && seconds(row.createdAt) === seconds(isoDate(detail.CreateDate)) ? row : undefined;
}

async function readUser(ctx: CollectContext, name: string): Promise<RawUser | null> {
  const { iam } = ctx.clients;
  const options = { abortSignal: ctx.signal };
  const { User } = await iam.send(new GetUserCommand({ UserName: name }), options);
  if (!User) return null;
  const of = (Marker: string | undefined) => ({ UserName: name, Marker });
  const [inlineNames, attached, groups, devices, report] = await Promise.all([
    all(
      markerPages((m) => iam.send(new ListUserPoliciesCommand(of(m)), options)),
      (page) => page.PolicyNames,
    ),
    all(
      markerPages((m) => iam.send(new ListAttachedUserPoliciesCommand(of(m)), options)),
      (p) => p.AttachedPolicies,
    ),
    all(
      markerPages((m) => iam.send(new ListGroupsForUserCommand(of(m)), options)),
      (page) => page.Groups,
    ),
    all(
      markerPages((m) => iam.send(new ListMFADevicesCommand(of(m)), options)),
      (page) => page.MFADevices,
    ),
    credentialReport(ctx),
  ]);
  const inline = await Promise.all(
    inlineNames.map((PolicyName) => iam.send(new GetUserPolicyCommand({ UserName: name, PolicyName }), options)),
  );
  const detail: UserDetail = {
    ...User,
    UserPolicyList: inline,
    AttachedManagedPolicies: attached,
    GroupList: groups.map((group) => group.GroupName ?? ''),
    PermissionsBoundary: User.PermissionsBoundary,
  };
  return {
    detail,
    // Virtual ones only, as the list has them: hardware serials are no ARNs of kind mfa.
    mfa: devices
      .filter((device) => device.SerialNumber?.includes(':mfa/'))
      .map((device) => ({ serialNumber: device.SerialNumber ?? '', enableDate: isoDate(device.EnableDate) })),
    report: report.value && reportOf(report.value.get(User.Arn ?? ''), detail),
  };
}

function normalize({ detail, mfa, report }: RawUser): NormalizedResource {
  const boundaryArn = detail.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    type: 'AWS::IAM::User',
    id: detail.UserId ?? '',
    arn: detail.Arn ?? null,
    name: detail.UserName ?? '',
    region: GLOBAL_REGION,
    tags: tagRecord(detail.Tags),
    attributes: {
      path: detail.Path ?? '/',
      createDate: isoDate(detail.CreateDate),
      permissionsBoundaryArn: boundaryArn ?? null,
      groups: sorted(detail.GroupList),
      attachedManagedPolicies: attachedPolicies(detail.AttachedManagedPolicies),
      inlinePolicies: inlinePolicies(detail.UserPolicyList),
      ...(mfa ? { virtualMfaDevices: [...mfa].sort((a, b) => (a.serialNumber < b.serialNumber ? -1 : 1)) } : {}),
    },
    volatile: report
      ? {
          passwordEnabled: report.passwordEnabled,
          passwordLastUsed: report.passwordLastUsed,
          passwordLastChanged: report.passwordLastChanged,
          mfaActive: report.mfaActive,
        }
      : {},
    relationships: [
      ...sorted(detail.GroupList).map((toName) => ({ kind: 'memberOf' as const, toType: 'AWS::IAM::Group', toName })),
      ...attachments(detail.AttachedManagedPolicies),
      ...boundary(boundaryArn),
    ],
    createdAt: isoDate(detail.CreateDate),
    unread: [
      ...(mfa ? [] : ['attributes.virtualMfaDevices']),
      ...(report
        ? []
        : ['passwordEnabled', 'passwordLastUsed', 'passwordLastChanged', 'mfaActive'].map((n) => `volatile.${n}`)),
    ],
  };
}

export const userCollector: Collector<RawUser> = {
  service: 'iam',
  type: 'AWS::IAM::User',
  title: 'IAM user',
  scope: 'global',
  actions: [AUTHORIZATION_DETAILS_ACTION],
  enrichingActions: [...CREDENTIAL_REPORT_ACTIONS, 'iam:ListVirtualMFADevices'],
  readActions: [
    'iam:GetUser',
    'iam:GetUserPolicy',
    'iam:ListAttachedUserPolicies',
    'iam:ListGroupsForUser',
    'iam:ListMFADevices',
    'iam:ListUserPolicies',
  ],
  list,
  getMany: (ctx, refs) => readEach(ctx, refs, (ref) => readUser(ctx, nameOf(ref))),
  normalize,
  events: userEvents,
};
