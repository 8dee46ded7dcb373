import { ConditionKeys } from './conditions';
import type { PrincipalMatch } from './principals';
import type { Caller, EvaluationInput, EvaluationResult, MatchedStatement, NamedPolicy, PolicySource } from './request';
import { matchStatement } from './statement';

type Allow = { match: MatchedStatement; principal: PrincipalMatch | null };
type Scan = { allows: Allow[]; denies: MatchedStatement[] };

/**
 * Decides one request as IAM's evaluation logic does. An explicit deny anywhere ends it; then service control policies,
 * resource policy, identity policies, boundary and session policies, each where it applies.
 * Source: IAM user guide, "Policy evaluation logic" (single account and cross-account).
 */
export function evaluatePolicies(input: EvaluationInput): EvaluationResult {
  const keys = new ConditionKeys(callerKeys(input.caller), input.context);
  const missing = new Set<string>();
  const scan = (policies: readonly NamedPolicy[], source: PolicySource): Scan => {
    const found: Scan = { allows: [], denies: [] };
    for (const { name, policy } of policies) {
      for (const statement of policy.statements) {
        const match = matchStatement(statement, policy.version, { ...input, keys });
        for (const key of match?.missingKeys ?? []) missing.add(key);
        if (!match?.holds) continue;
        const { index, sid, effect } = statement;
        const matched: MatchedStatement = { source, policyName: name, index, sid, effect };
        if (effect === 'Deny') found.denies.push(matched);
        else found.allows.push({ match: matched, principal: match.principal });
      }
    }
    return found;
  };

  const scps = (input.scps ?? []).map((level) => scan(level, 'scp'));
  const resource = scan(input.resourcePolicy ? [input.resourcePolicy] : [], 'resource');
  const identity = scan(input.identityPolicies ?? [], 'identity');
  const boundary = scan(input.boundary ? [input.boundary] : [], 'boundary');
  const session = scan(input.sessionPolicies ?? [], 'session');

  const result = (
    decision: EvaluationResult['decision'],
    matched: MatchedStatement[],
    limitedBy: PolicySource | null,
  ): EvaluationResult => ({ decision, matched, missingContextKeys: [...missing].sort(), limitedBy });

  const denies = [...scps, resource, identity, boundary, session].flatMap((found) => found.denies);
  if (denies.length > 0) return result('explicitDeny', denies, null);
  if (scps.some((level) => level.allows.length === 0)) return result('implicitDeny', [], 'scp');

  const grants = resource.allows.filter((allow) => allow.principal !== 'account');
  const outside = isOutside(input);
  if ((input.resourcePolicyDecides || outside) && resource.allows.length === 0) {
    return result('implicitDeny', [], 'resource');
  }
  const federated = input.caller === undefined ? false : !('accountId' in input.caller);
  if (federated && grants.length > 0) return result('allowed', statementsOf(grants), null);

  const direct = outside ? null : strongest(grants);
  const needsIdentity = direct === null;
  if (needsIdentity && identity.allows.length === 0) return result('implicitDeny', [], 'identity');
  // A grant to the very session or user in its own account is not cut by what boundary and session policies leave out.
  const limited = direct !== 'session' && direct !== 'identity';
  if (limited && input.boundary && boundary.allows.length === 0) return result('implicitDeny', [], 'boundary');
  if (direct !== 'session' && (input.sessionPolicies?.length ?? 0) > 0 && session.allows.length === 0) {
    return result('implicitDeny', [], 'session');
  }
  return result('allowed', [...statementsOf(identity.allows), ...statementsOf(resource.allows)], null);
}

function statementsOf(allows: readonly Allow[]): MatchedStatement[] {
  return allows.map((allow) => allow.match);
}

/** The most direct grant to the caller itself; null when there is only one to its account, or none. */
function strongest(grants: readonly Allow[]): PrincipalMatch | null {
  const order = ['session', 'identity', 'role', 'anyone'] as const;
  return order.find((kind) => grants.some((grant) => grant.principal === kind)) ?? null;
}

function isOutside({ caller, resourceAccountId }: EvaluationInput): boolean {
  return caller !== undefined && 'accountId' in caller && resourceAccountId !== undefined
    ? caller.accountId !== resourceAccountId
    : false;
}

/** The keys every request carries about its caller. Source: IAM user guide, "AWS global condition context keys". */
function callerKeys(caller: Caller | undefined): Record<string, string> {
  if (!caller || !('accountId' in caller)) return {};
  const account = { 'aws:PrincipalAccount': caller.accountId };
  switch (caller.kind) {
    case 'root':
      return { ...account, 'aws:PrincipalArn': caller.arn, 'aws:PrincipalType': 'Account' };
    case 'user': {
      const username = caller.arn.slice(caller.arn.lastIndexOf('/') + 1);
      return { ...account, 'aws:PrincipalArn': caller.arn, 'aws:PrincipalType': 'User', 'aws:username': username };
    }
    case 'assumedRole':
      return { ...account, 'aws:PrincipalArn': caller.roleArn, 'aws:PrincipalType': 'AssumedRole' };
    case 'federatedUser':
      return { ...account, 'aws:PrincipalArn': caller.arn, 'aws:PrincipalType': 'FederatedUser' };
  }
}
