import type { Account } from '../store/account';
import type { InstanceProfile, ManagedPolicy, Role } from '../store/types';
import { anyResource, type Call, reads } from '../wire/action';
import { constraintError } from '../wire/errors';
import type { OutputRecord } from '../wire/xml';
import { attachmentCounts } from './attachments';
import { awsManagedPolicies } from './aws-managed';
import { boundaryOutput } from './boundaries';
import { groupOutput } from './groups';
import { profileOutput } from './instance-profiles';
import { paginate } from './page';
import { policyOutput } from './policies';
import { encodedDocument } from './policy-documents';
import { versionOutput } from './policy-versions';
import { attachedOutput } from './principal-policies';
import { detailedRole, roleLastUsed } from './roles';
import { tagsOutput } from './tags';
import { userOutput } from './users';

const KINDS = ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'] as const;
type Kind = (typeof KINDS)[number];

/** One entity, rendered only when it falls into the page. */
type Row = { kind: Kind; key: string; render: () => OutputRecord };

function inlineList(policies: readonly { name: string; document: string }[]) {
  return policies.map((each) => ({ PolicyName: each.name, PolicyDocument: encodedDocument(each.document) }));
}

function rowsOf(call: Call, kinds: readonly Kind[]): Row[] {
  const { account } = call;
  const rows: Row[] = [];
  const add = (kind: Kind, name: string, render: () => OutputRecord) =>
    rows.push({ kind, key: `${KINDS.indexOf(kind)}/${name}`, render });
  if (kinds.includes('User')) {
    for (const user of account.users.list(call.readAt)) {
      add('User', user.name, () => ({
        ...userOutput(user),
        PasswordLastUsed: undefined,
        UserPolicyList: user.inlinePolicies.length === 0 ? undefined : inlineList(user.inlinePolicies),
        GroupList: [...user.groups],
        AttachedManagedPolicies: user.attachedPolicies.map(attachedOutput),
        PermissionsBoundary: boundaryOutput(user.boundary),
        Tags: tagsOutput(user.tags),
      }));
    }
  }
  if (kinds.includes('Group')) {
    for (const group of account.groups.list(call.readAt)) {
      add('Group', group.name, () => ({
        ...groupOutput(group),
        GroupPolicyList: inlineList(group.inlinePolicies),
        AttachedManagedPolicies: group.attachedPolicies.map(attachedOutput),
      }));
    }
  }
  if (kinds.includes('Role')) {
    const profiles = profilesByRole(call);
    for (const role of account.roles.list(call.readAt)) {
      add('Role', role.name, () => roleDetail(call, role, profiles.get(role.name) ?? []));
    }
  }
  addPolicies(call, kinds, add);
  return rows;
}

function roleDetail(call: Call, role: Role, profiles: InstanceProfile[]): OutputRecord {
  const { Description: _description, MaxSessionDuration: _max, ...role_ } = detailedRole(role);
  return {
    ...role_,
    InstanceProfileList: profiles.map((profile) => profileOutput(call, profile)),
    RolePolicyList: inlineList(role.inlinePolicies),
    AttachedManagedPolicies: role.attachedPolicies.map(attachedOutput),
    Tags: tagsOutput(role.tags),
    RoleLastUsed: roleLastUsed(role),
  };
}

function profilesByRole(call: Call): Map<string, InstanceProfile[]> {
  const profiles = call.account.instanceProfiles.list(call.readAt).filter((profile) => profile.roleName !== undefined);
  return Map.groupBy(profiles, (profile) => profile.roleName ?? '');
}

function addPolicies(
  call: Call,
  kinds: readonly Kind[],
  add: (kind: Kind, name: string, render: () => OutputRecord) => void,
): void {
  if (!kinds.includes('LocalManagedPolicy') && !kinds.includes('AWSManagedPolicy')) return;
  const counts = attachmentCounts(call.account);
  const render = (policy: ManagedPolicy) => () => ({
    ...policyOutput(policy, counts),
    PolicyVersionList: [...policy.versions].reverse().map((version) => versionOutput(policy, version, true)),
  });
  if (kinds.includes('LocalManagedPolicy')) {
    for (const policy of call.account.policies.list(call.readAt))
      add('LocalManagedPolicy', policy.name, render(policy));
  }
  if (kinds.includes('AWSManagedPolicy')) {
    for (const policy of usedAwsPolicies(counts)) add('AWSManagedPolicy', policy.arn, render(policy));
  }
}

/** Of AWS's policies only those in use in the account are listed. */
function usedAwsPolicies(counts: ReturnType<typeof attachmentCounts>): ManagedPolicy[] {
  return awsManagedPolicies().filter((policy) => counts.attached.has(policy.arn) || counts.boundaries.has(policy.arn));
}

export const authorizationDetailsActions = {
  GetAccountAuthorizationDetails: reads(anyResource, (call) => {
    const filter = call.params.list('Filter').map((text) => {
      const kind = KINDS.find((each) => each === text);
      if (kind === undefined) {
        throw constraintError(`[${text}]`, 'Filter', `Member must satisfy enum value set: [${KINDS.join(', ')}]`);
      }
      return kind;
    });
    const rows = rowsOf(call, filter.length === 0 ? KINDS : filter);
    const { items, ...page } = paginate(call, rows, (row) => row.key);
    const details = (...kinds: Kind[]) => items.filter((row) => kinds.includes(row.kind)).map((row) => row.render());
    return {
      UserDetailList: details('User'),
      GroupDetailList: details('Group'),
      RoleDetailList: details('Role'),
      Policies: details('LocalManagedPolicy', 'AWSManagedPolicy'),
      ...page,
    };
  }),
};

/** IAM's limits that the account summary states, and the counts. */
export function summaryCounts(account: Account): Record<string, number> {
  const users = account.users.list();
  const policies = account.policies.list();
  return {
    Users: users.length,
    UsersQuota: 5000,
    Groups: account.groups.size,
    GroupsQuota: 300,
    Roles: account.roles.size,
    RolesQuota: 1000,
    Policies: policies.length,
    PoliciesQuota: 1500,
    PolicySizeQuota: 6144,
    PolicyVersionsInUse: policies.reduce((sum, policy) => sum + policy.versions.length, 0),
    PolicyVersionsInUseQuota: 10_000,
    VersionsPerPolicyQuota: 5,
    InstanceProfiles: account.instanceProfiles.size,
    InstanceProfilesQuota: 1000,
    ServerCertificates: 0,
    ServerCertificatesQuota: 20,
    Providers: account.oidcProviders.size + account.samlProviders.size,
    MFADevices: users.reduce((sum, user) => sum + user.mfaDevices.length, 0) + 1,
    MFADevicesInUse: users.filter((user) => user.mfaDevices.length > 0).length + 1,
    AccountMFAEnabled: 1,
    AccountPasswordPresent: 1,
    AccountAccessKeysPresent: 0,
    AccountSigningCertificatesPresent: 0,
    AccessKeysPerUserQuota: 2,
    SigningCertificatesPerUserQuota: 2,
    AttachedPoliciesPerGroupQuota: 10,
    AttachedPoliciesPerRoleQuota: 10,
    AttachedPoliciesPerUserQuota: 10,
    GroupsPerUserQuota: 10,
    UserPolicySizeQuota: 2048,
    GroupPolicySizeQuota: 5120,
    RolePolicySizeQuota: 10_240,
    AssumeRolePolicySizeQuota: 2048,
    GlobalEndpointTokenVersion: 1,
  };
}
