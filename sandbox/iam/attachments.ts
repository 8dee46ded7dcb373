import type { Account } from '../store/account';
import { type Call, reads } from '../wire/action';
import { findPolicy } from './find';
import { byKey, paginate } from './page';

/** How often each policy ARN is attached, and used as a boundary, in the account. */
export function attachmentCounts(account: Account) {
  const attached = new Map<string, number>();
  const boundaries = new Map<string, number>();
  const bump = (counts: Map<string, number>, arn: string) => counts.set(arn, (counts.get(arn) ?? 0) + 1);
  for (const principal of [...account.users.list(), ...account.roles.list()]) {
    for (const arn of principal.attachedPolicies) bump(attached, arn);
    if (principal.boundary !== undefined) bump(boundaries, principal.boundary);
  }
  for (const group of account.groups.list()) for (const arn of group.attachedPolicies) bump(attached, arn);
  return { attached, boundaries };
}

type Attachment = { kind: 'User' | 'Group' | 'Role'; name: string; id: string };

export const attachmentActions = {
  ListEntitiesForPolicy: reads(
    (call: Call) => call.params.optional('PolicyArn') ?? '*',
    (call) => {
      const { account, params } = call;
      const { arn } = findPolicy(call);
      const filter = params.oneOf('EntityFilter', [
        'User',
        'Role',
        'Group',
        'LocalManagedPolicy',
        'AWSManagedPolicy',
      ] as const);
      const usage = params.oneOf('PolicyUsageFilter', ['PermissionsPolicy', 'PermissionsBoundary'] as const);
      const uses = (principal: { attachedPolicies: readonly string[]; boundary?: string | undefined }) =>
        (usage !== 'PermissionsBoundary' && principal.attachedPolicies.includes(arn)) ||
        (usage !== 'PermissionsPolicy' && principal.boundary === arn);
      const all: Attachment[] = [
        ...account.groups
          .list()
          .filter(uses)
          .map(({ name, id }) => ({ kind: 'Group' as const, name, id })),
        ...account.roles
          .list()
          .filter(uses)
          .map(({ name, id }) => ({ kind: 'Role' as const, name, id })),
        ...account.users
          .list()
          .filter(uses)
          .map(({ name, id }) => ({ kind: 'User' as const, name, id })),
      ];
      const keyOf = (each: Attachment) => `${each.kind}/${each.name}`;
      const wanted = all.filter((each) => filter === undefined || each.kind === filter).sort(byKey(keyOf));
      const { items, ...page } = paginate(call, wanted, keyOf);
      const of = (kind: Attachment['kind']) => items.filter((each) => each.kind === kind);
      return {
        PolicyGroups: of('Group').map(({ name, id }) => ({ GroupName: name, GroupId: id })),
        PolicyUsers: of('User').map(({ name, id }) => ({ UserName: name, UserId: id })),
        PolicyRoles: of('Role').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
        ...page,
      };
    },
  ),
};
