import type { Caller } from './request';
import type { PolicyPrincipal } from './types';

/**
 * How a Principal element covers a caller, from the most to the least direct. `account` names the caller's whole account:
 * it hands the decision to that account's identity policies.
 */
export type PrincipalMatch = 'session' | 'identity' | 'role' | 'anyone' | 'account';

const RANK = { session: 4, identity: 3, role: 2, anyone: 1, account: 0 } as const satisfies Record<
  PrincipalMatch,
  number
>;

/** The most direct way in which any of the principals covers the caller; null when none does. */
export function matchPrincipals(principals: readonly PolicyPrincipal[], caller: Caller): PrincipalMatch | null {
  let best: PrincipalMatch | null = null;
  for (const principal of principals) {
    const match = matchPrincipal(principal, caller);
    if (match && (best === null || RANK[match] > RANK[best])) best = match;
  }
  return best;
}

function matchPrincipal(principal: PolicyPrincipal, caller: Caller): PrincipalMatch | null {
  if (principal.kind === '*') return 'anyone';
  switch (caller.kind) {
    case 'service':
      return principal.kind === 'Service' && principal.value.toLowerCase() === caller.service.toLowerCase()
        ? 'identity'
        : null;
    case 'webIdentity':
    case 'saml':
      if (principal.kind !== 'Federated') return null;
      return principal.value === caller.providerArn ? 'identity' : principal.value === '*' ? 'anyone' : null;
    case 'anonymous':
      return principal.kind === 'AWS' && principal.value === '*' ? 'anyone' : null;
    default:
      return principal.kind === 'AWS' ? matchAws(principal.value, caller) : null;
  }
}

type AwsCaller = Extract<Caller, { accountId: string }>;

function matchAws(value: string, caller: AwsCaller): PrincipalMatch | null {
  if (value === '*') return 'anyone';
  if (caller.kind === 'assumedRole') {
    if (value === caller.sessionArn) return 'session';
    if (value === caller.roleArn) return 'role';
  } else if (value === caller.arn) return caller.kind === 'root' ? 'account' : 'identity';
  return accountOfPrincipal(value) === caller.accountId ? 'account' : null;
}

/** The account that a principal names as a whole: `123456789012` or `arn:aws:iam::123456789012:root`. */
export function accountOfPrincipal(value: string): string | null {
  const match = /^(?:arn:aws[a-z0-9-]*:iam::(\d{12}):root|(\d{12}))$/.exec(value);
  return match?.[1] ?? match?.[2] ?? null;
}

/** For NotPrincipal: is the caller itself named? A whole account does not exempt its members there. */
export function isNamed(principals: readonly PolicyPrincipal[], caller: Caller): boolean {
  const match = matchPrincipals(principals, caller);
  return match !== null && (match !== 'account' || caller.kind === 'root');
}
