import { OPERATOR_RULES } from './operators';
import type { RequestContext } from './request';
import type { ConditionClause, Policy } from './types';
import type { Lookup } from './variables';

/** A request's condition keys, looked up without regard to case. Names of `aws:RequestTag/…` keys included, as in AWS. */
export class ConditionKeys {
  readonly #values = new Map<string, readonly string[]>();

  constructor(...contexts: readonly (RequestContext | undefined)[]) {
    for (const context of contexts) {
      for (const [key, value] of Object.entries(context ?? {})) {
        if (value === undefined) continue;
        this.#values.set(key.toLowerCase(), typeof value === 'object' ? value.map(String) : [String(value)]);
      }
    }
  }

  get(key: string): readonly string[] | undefined {
    return this.#values.get(key.toLowerCase());
  }

  /** For policy variables: only a key with exactly one value has one. */
  readonly single: Lookup = (key) => {
    const values = this.get(key);
    return values?.length === 1 ? values[0] : undefined;
  };
}

export type ClauseResult = { holds: boolean; missingKey: boolean };

/**
 * Decides one clause. An absent key fails a plain operator, satisfies a negated one and `…IfExists`;
 * `ForAllValues` is true of no values at all (the trap), `ForAnyValue` is not.
 */
export function evaluateClause(
  clause: ConditionClause,
  keys: ConditionKeys,
  version: Policy['version'] = '2012-10-17',
): ClauseResult {
  const actual = keys.get(clause.key);
  if (clause.operator === 'Null') {
    const absent = actual === undefined || actual.length === 0;
    return { holds: clause.values.some((value) => value.toLowerCase() === String(absent)), missingKey: false };
  }
  const { negated, compare } = OPERATOR_RULES[clause.operator];
  if (actual === undefined || actual.length === 0) {
    const holds = clause.ifExists || (clause.quantifier === null ? negated : clause.quantifier === 'all');
    return { holds, missingKey: actual === undefined };
  }
  const variables = version === '2012-10-17' ? keys.single : null;
  const any = (value: string) => clause.values.some((wanted) => compare(value, wanted, variables));
  const passes = (value: string) => (negated ? !any(value) : any(value));
  const everyValue = clause.quantifier === 'all' || (clause.quantifier === null && negated);
  return { holds: everyValue ? actual.every(passes) : actual.some(passes), missingKey: false };
}

/** All clauses of a statement. Names the absent keys that were asked for. */
export function evaluateClauses(
  clauses: readonly ConditionClause[],
  keys: ConditionKeys,
  version: Policy['version'],
): { holds: boolean; missingKeys: string[] } {
  const missingKeys: string[] = [];
  let holds = true;
  for (const clause of clauses) {
    const result = evaluateClause(clause, keys, version);
    if (result.missingKey) missingKeys.push(clause.key);
    holds &&= result.holds;
  }
  return { holds, missingKeys };
}
