import { matchArnTokens } from './arn';
import { type ConditionKeys, evaluateClauses } from './conditions';
import { isNamed, matchPrincipals, type PrincipalMatch } from './principals';
import type { Caller } from './request';
import type { Policy, Statement } from './types';
import { compileWithVariables } from './variables';
import { compileWildcard, matchWildcard } from './wildcard';

/** Actions compare without regard to case; `*` and `?` are wildcards. */
export function coversAction(statement: Pick<Statement, 'actions' | 'notActions'>, action: string): boolean {
  const listed = (patterns: readonly string[]) =>
    patterns.some((pattern) => matchWildcard(pattern.toLowerCase(), action.toLowerCase()));
  if (statement.actions) return listed(statement.actions);
  return statement.notActions !== null && !listed(statement.notActions);
}

/** A statement without Resource (a trust policy's) covers the resource it is attached to. */
export function coversResource(
  statement: Pick<Statement, 'resources' | 'notResources'>,
  resource: string,
  keys: ConditionKeys,
  version: Policy['version'],
): boolean {
  const listed = (patterns: readonly string[]) =>
    patterns.some((pattern) => {
      if (pattern === '*') return true;
      const tokens =
        version === '2012-10-17' ? compileWithVariables(pattern, keys.single, true) : compileWildcard(pattern);
      return tokens !== null && matchArnTokens(tokens, resource);
    });
  if (statement.resources) return listed(statement.resources);
  return statement.notResources === null || !listed(statement.notResources);
}

export type StatementMatch = {
  /** Null where the policy kind has no principals. */
  principal: PrincipalMatch | null;
  /** False: only a condition stands between the statement and the request. */
  holds: boolean;
  missingKeys: string[];
};

/** Whether a statement bears on a request; null when action, resource or principal are others. */
export function matchStatement(
  statement: Statement,
  version: Policy['version'],
  request: { action: string; resource: string; caller?: Caller; keys: ConditionKeys },
): StatementMatch | null {
  if (!coversAction(statement, request.action)) return null;
  if (!coversResource(statement, request.resource, request.keys, version)) return null;
  let principal: PrincipalMatch | null = null;
  if (statement.principals) {
    principal = request.caller ? matchPrincipals(statement.principals, request.caller) : null;
    if (principal === null) return null;
  } else if (statement.notPrincipals) {
    if (!request.caller || isNamed(statement.notPrincipals, request.caller)) return null;
    principal = 'anyone';
  }
  const { holds, missingKeys } = evaluateClauses(statement.conditions, request.keys, version);
  return { principal, holds, missingKeys };
}
