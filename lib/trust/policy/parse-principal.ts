import { isObject } from './parse-condition';
import type { PolicyPrincipal, PolicyProblem, PrincipalKind } from './types';

const KINDS = { AWS: true, Federated: true, Service: true, CanonicalUser: true } as const satisfies Record<
  PrincipalKind,
  true
>;

function isKind(text: string): text is PrincipalKind {
  return Object.hasOwn(KINDS, text);
}

/** Reads `"*"` or `{ kind: value | values }`; null when the element is absent. */
export function parsePrincipals(value: unknown, path: string, problems: PolicyProblem[]): PolicyPrincipal[] | null {
  if (value === undefined) return null;
  if (value === '*') return [{ kind: '*', value: '*' }];
  if (!isObject(value)) {
    problems.push({ severity: 'error', path, message: 'A principal is "*" or an object such as {"AWS": "…"}.' });
    return [];
  }
  const principals = Object.entries(value).flatMap(([kind, entries]) => {
    const at = `${path}.${kind}`;
    if (!isKind(kind)) {
      problems.push({ severity: 'error', path: at, message: `"${kind}" is not a kind of principal.` });
      return [];
    }
    return (Array.isArray(entries) ? entries : [entries]).flatMap((entry: unknown) => {
      if (typeof entry === 'string' && entry !== '') return [{ kind, value: entry }];
      problems.push({ severity: 'error', path: at, message: 'A principal must be a string that is not empty.' });
      return [];
    });
  });
  if (principals.length === 0) problems.push({ severity: 'error', path, message: 'This element names no principal.' });
  return principals;
}
