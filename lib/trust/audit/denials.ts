import { ConditionKeys, evaluateClauses } from '../policy/conditions';
import { coversAction } from '../policy/statement';
import type { ConditionClause, Policy, PolicyPrincipal, Statement } from '../policy/types';
import { asAllowance } from './restrictions';

/** What Deny statements surely take away from one principal. */
export type Denials = {
  /** The principal is denied whatever else holds. */
  everything: boolean;
  /** Clauses that every admitted request must meet, read from "deny all but". */
  allowances: ConditionClause[];
  /** Is a request with exactly these keys denied? Only Denys that look at nothing else count. */
  deniesExactly(known: Readonly<Record<string, string>>): boolean;
};

/**
 * Conservative: a Deny counts when it names the same principal or everyone, covers the action, and its conditions can be
 * decided from what is known. Every other Deny is ignored, so that the set is never claimed narrower than it is.
 */
export function denialsFor(policy: Policy, principal: PolicyPrincipal, action: string, subjectKey: string): Denials {
  const denies = policy.statements.filter(
    (statement) => statement.effect === 'Deny' && coversAction(statement, action) && names(statement, principal),
  );
  return {
    everything: denies.some(({ conditions }) => conditions.length === 0),
    allowances: denies.flatMap(({ conditions }) => asAllowance(conditions, subjectKey) ?? []),
    deniesExactly: (known) => {
      const keys = new ConditionKeys(known);
      const names = new Set(Object.keys(known).map((key) => key.toLowerCase()));
      return denies.some(
        ({ conditions }) =>
          conditions.every(({ key }) => names.has(key.toLowerCase())) &&
          evaluateClauses(conditions, keys, policy.version).holds,
      );
    },
  };
}

function names(statement: Statement, principal: PolicyPrincipal): boolean {
  return (statement.principals ?? []).some(
    ({ kind, value }) =>
      kind === '*' ||
      (kind === principal.kind && value === principal.value) ||
      (kind === 'AWS' && value === '*' && principal.kind === 'AWS'),
  );
}
