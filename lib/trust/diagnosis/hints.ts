import { type ConditionKeys, evaluateClause } from '../policy/conditions';
import type { ConditionClause, Policy } from '../policy/types';
import { matchWildcard } from '../policy/wildcard';
import { usableClaims } from '../sts/web-identity-context';

export type HintInput = {
  clause: ConditionClause;
  keys: ConditionKeys;
  version: Policy['version'];
  /** Host and path of the token's issuer. */
  issuer: string;
  /** Value that the request has for the key. */
  actual: string | null;
};

const plain = (issuer: string) =>
  issuer
    .replace(/^https:\/\//i, '')
    .replace(/\/+$/, '')
    .toLowerCase();

/** Why a clause does not match, in a sentence; null when there is nothing better to say than that the values differ. */
export function hintFor(input: HintInput): string | null {
  return input.actual === null ? hintForKey(input) : (hintForValue(input, input.actual) ?? null);
}

function hintForKey({ clause, issuer }: HintInput): string | null {
  const colon = clause.key.lastIndexOf(':');
  const [prefix, claim] = [clause.key.slice(0, colon), clause.key.slice(colon + 1)];
  if (!['sub', 'aud'].includes(claim.toLowerCase()) && prefix.toLowerCase() !== issuer.toLowerCase()) {
    return 'Not known here: beside the token, only the session name is compared. Check this condition yourself.';
  }
  if (prefix.toLowerCase() === issuer.toLowerCase()) {
    return usableClaims(issuer).includes(claim)
      ? `The token has no ${claim}.`
      : `AWS offers no condition key for the claim ${claim} of this issuer.`;
  }
  if (plain(prefix) === plain(issuer)) {
    return `The key must begin with ${issuer}, without https:// and with the same slash (or none) at the end.`;
  }
  return `This key belongs to another issuer; the keys of this token begin with ${issuer}.`;
}

function hintForValue({ clause, keys, version, issuer }: HintInput, actual: string): string | undefined {
  const { operator, values, key } = clause;
  if (operator === 'StringEquals' && values.some((value) => value.includes('*') && matchWildcard(value, actual))) {
    return 'StringEquals compares * literally: use StringLike for a pattern, or write the exact value.';
  }
  const folded = values.map((value) => value.toLowerCase());
  if (folded.includes(actual.toLowerCase())) return 'Only the letter case differs; it counts.';
  if (values.some((value) => value.trim() === actual)) return 'The policy has a space around the value.';
  const other = key.toLowerCase() === `${issuer}:aud`.toLowerCase() ? 'sub' : 'aud';
  const swapped = evaluateClause({ ...clause, key: `${issuer}:${other}` }, keys, version);
  if (swapped.holds && !swapped.missingKey && key.toLowerCase().startsWith(`${issuer}:`.toLowerCase())) {
    const own = other === 'sub' ? 'aud' : 'sub';
    return `This is the token's ${other}, written under :${own}. Move it to ${issuer}:${other}.`;
  }
  if (values.some((value) => value.replace(/\/+$/, '') === actual.replace(/\/+$/, ''))) {
    return 'Only the slash at the end differs; it counts.';
  }
  return hintForSubject(values, actual);
}

function hintForSubject(values: readonly string[], actual: string): string | undefined {
  if (actual.startsWith('system:serviceaccount:')) {
    const [, , namespace, name] = actual.split(':');
    return `The token is of the service account ${name} in the namespace ${namespace}.`;
  }
  if (!actual.startsWith('repo:')) return undefined;
  const [, repository = '', ...rest] = actual.split(':');
  if (/@\d+/.test(repository) && !values.some((value) => /@\d+/.test(value))) {
    return 'GitHub now writes owner and repository with their numeric ids into the subject.';
  }
  if (values.some((value) => value.startsWith(`repo:${repository}:`))) {
    return `The repository is right; this job's part of the subject is ${rest.join(':')}.`;
  }
  return undefined;
}
