import type { NamedPolicy } from '@/lib/trust/policy/request';
import type { Account } from '../store/account';
import type { SignedCaller } from '../store/session';
import type { Group, Role, User } from '../store/types';
import { inlinePolicies, managedPolicies, named } from './documents';

/** All that limits or grants what one principal may do. */
export type PrincipalPolicies = {
  identityPolicies: NamedPolicy[];
  boundary: NamedPolicy | null;
  sessionPolicies: NamedPolicy[] | undefined;
};

/** Inline and attached policies of a user, a group or a role; a user's groups included. As of `moment`. */
export function identityPolicies(account: Account, principal: User | Role | Group, moment: number): NamedPolicy[] {
  const own = [
    ...inlinePolicies(principal.inlinePolicies),
    ...managedPolicies(account, principal.attachedPolicies, moment),
  ];
  if (!('groups' in principal)) return own;
  const groups = principal.groups
    .map((name) => account.groups.asOf(name, moment))
    .filter((group) => group !== undefined);
  return [...own, ...groups.flatMap((group) => identityPolicies(account, group, moment))];
}

export function boundaryOf(account: Account, arn: string | undefined, moment: number): NamedPolicy | null {
  if (arn === undefined) return null;
  // A boundary that cannot be read allows nothing.
  const empty = { name: arn, policy: { version: '2012-10-17' as const, id: null, statements: [] } };
  return managedPolicies(account, [arn], moment)[0] ?? empty;
}

/** The policies behind a signed request, as of `moment`. */
export function policiesOf(account: Account, caller: SignedCaller, moment: number): PrincipalPolicies {
  const principal =
    caller.kind === 'user' ? account.users.asOf(caller.userName, moment) : account.roles.asOf(caller.roleName, moment);
  if (principal === undefined) return { identityPolicies: [], boundary: null, sessionPolicies: undefined };
  return {
    identityPolicies: identityPolicies(account, principal, moment),
    boundary: boundaryOf(account, principal.boundary, moment),
    sessionPolicies: caller.kind === 'role' ? sessionPolicies(account, caller, moment) : undefined,
  };
}

function sessionPolicies(account: Account, caller: SignedCaller & { kind: 'role' }, moment: number) {
  if (caller.sessionPolicies.length === 0 && caller.sessionPolicyArns.length === 0) return undefined;
  return [
    ...caller.sessionPolicies.flatMap((document) => named('session policy', document)),
    ...managedPolicies(account, caller.sessionPolicyArns, moment),
  ];
}
