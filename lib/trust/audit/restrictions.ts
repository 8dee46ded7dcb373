import { ConditionKeys, evaluateClause } from '../policy/conditions';
import type { ConditionClause, Policy } from '../policy/types';
import { hasVariable } from '../policy/variables';
import { hasWildcard } from '../policy/wildcard';

/** An upper bound of what a key may be: only these values (exact or patterns), or anything, with the reasons why. */
export type Bound =
  | { kind: 'exact'; values: string[] }
  | { kind: 'patterns'; values: string[] }
  | { kind: 'anything'; why: string[] };

/** Operators with wildcards; a value without one is exact. */
const LIKE = new Set(['StringLike', 'ArnLike', 'ArnEquals']);
const BOUNDING = new Set([...LIKE, 'StringEquals', 'StringEqualsIgnoreCase']);

/**
 * The bound that the clauses put on one key. Only what is sure counts: `…IfExists`, `ForAllValues` (true of no value),
 * negations and values with policy variables bound nothing. Several clauses can only narrow each other.
 */
export function boundOf(clauses: readonly ConditionClause[], key: string, version: Policy['version']): Bound {
  const own = clauses.filter((clause) => clause.key.toLowerCase() === key.toLowerCase());
  const why: string[] = [];
  const sure = own.filter((clause) => {
    const reason = unsure(clause, version);
    if (reason) why.push(reason);
    return reason === null;
  });
  const exact = sure.find((clause) => isExact(clause, version));
  if (exact) {
    const others = sure.filter((clause) => clause !== exact);
    const values = exact.values.filter((value) => {
      const keys = new ConditionKeys({ [key]: value });
      return others.every((clause) => evaluateClause(clause, keys, version).holds);
    });
    return { kind: 'exact', values: [...new Set(values)] };
  }
  const narrowest = sure.toSorted((a, b) => leastLiteral(b) - leastLiteral(a))[0];
  if (!narrowest) {
    if (own.length === 0) why.push('no condition looks at it');
    return { kind: 'anything', why };
  }
  if (narrowest.values.some((value) => /^[*?]*\*[*?]*$/.test(value))) {
    return { kind: 'anything', why: [...why, `${narrowest.spelled} compares it with "*", which every value matches`] };
  }
  return { kind: 'patterns', values: [...new Set(narrowest.values)] };
}

/** Why a clause cannot be counted on; null when it bounds for sure. */
function unsure(clause: ConditionClause, version: Policy['version']): string | null {
  if (clause.ifExists) return `${clause.spelled} lets a request without the key through`;
  if (clause.quantifier === 'all') return `${clause.spelled} is also true when there is no value at all`;
  if (!BOUNDING.has(clause.operator)) {
    return `${clause.spelled} does not say which values are allowed`;
  }
  if (version === '2012-10-17' && clause.values.some(hasVariable)) {
    return `${clause.spelled} compares with a policy variable, whose value the request decides`;
  }
  return null;
}

function isExact(clause: ConditionClause, version: Policy['version']): boolean {
  const variables = version === '2012-10-17' && clause.values.some((value) => value.includes('${'));
  if (variables) return false;
  if (clause.operator === 'StringEquals') return true;
  return LIKE.has(clause.operator) && !clause.values.some(hasWildcard);
}

function leastLiteral(clause: ConditionClause): number {
  return Math.min(...clause.values.map((value) => value.replace(/[*?]/g, '').length));
}

/** A Deny of everything but some values admits only those: as a clause of its own. Null for any other Deny. */
export function asAllowance(clauses: readonly ConditionClause[], key: string): ConditionClause | null {
  const [clause, ...rest] = clauses;
  if (!clause || rest.length > 0 || clause.quantifier !== null || clause.key.toLowerCase() !== key.toLowerCase()) {
    return null;
  }
  switch (clause.operator) {
    case 'StringNotEquals':
      return { ...clause, operator: 'StringEquals', ifExists: false };
    case 'StringNotLike':
      return { ...clause, operator: 'StringLike', ifExists: false };
    default:
      return null;
  }
}
