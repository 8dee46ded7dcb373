import { ConditionKeys } from '../policy/conditions';
import { parsePolicy } from '../policy/parse';
import { isNamed, matchPrincipals, type PrincipalMatch } from '../policy/principals';
import type { Caller } from '../policy/request';
import { coversAction } from '../policy/statement';
import type { Statement } from '../policy/types';
import { type Decision, decide, explicitlyDenied, type Verdict } from './decide';
import { arnSet } from './patterns';
import { judgeClause, type Principal, type StatementRef } from './principal';

/** Who asks: a user or a role in use. `keys` are its own; what the request carries is not known. */
export type Asker = {
  caller: Extract<Caller, { kind: 'user' | 'assumedRole' }>;
  principal: Principal;
  keys: ConditionKeys;
  isKnown(key: string): boolean;
};

export type AssumeDecision = {
  verdict: Verdict;
  depends: string[];
  /** The statement of the trust policy that admits, by position. */
  trust: number | null;
  /** The statement of the asker's own policies; null where the trust policy alone decides. */
  by: StatementRef | null;
};

const NO: AssumeDecision = { verdict: 'denied', depends: [], trust: null, by: null };
/** A grant to the very user or session is not cut by the boundary (see evaluatePolicies). */
const DIRECT = new Set<PrincipalMatch>(['session', 'identity']);

type Admission = { statement: Statement; match: PrincipalMatch; depends: string[] };

/**
 * Whether an asker may assume a role: its trust policy must admit, and where that names the account, or another account's
 * principal, the asker's own policies must allow as well. Unknown conditions (External ID, MFA) make it `conditional`.
 */
export function decideAssume(asker: Asker, role: { arn: string; accountId: string; trust: unknown }): AssumeDecision {
  const parsed = parsePolicy(role.trust);
  if (!parsed.ok) return NO;
  const admissions: Admission[] = [];
  const doubts: string[] = [];
  for (const statement of parsed.policy.statements) {
    const admission = admit(asker, statement, parsed.policy.version);
    if (!admission) continue;
    if (statement.effect === 'Allow') admissions.push(admission);
    else if (admission.depends.length === 0) return NO;
    else doubts.push(...admission.depends);
  }
  const outside = asker.caller.accountId !== role.accountId;
  const own = decide(asker.principal, 'sts:AssumeRole', arnSet(role.arn));
  // An explicit deny of its own policies holds whoever is named.
  if (explicitlyDenied(asker.principal, 'sts:AssumeRole', arnSet(role.arn))) return NO;
  let best = NO;
  for (const { statement, match, depends } of admissions) {
    const alone = !outside && match !== 'account' && DIRECT.has(match);
    const byTrust = !outside && match !== 'account' && !alone ? boundaryAllows(asker.principal, role.arn) : null;
    const gate: Pick<Decision, 'verdict' | 'depends' | 'by'> = alone
      ? { verdict: 'allowed', depends: ownDoubts(asker.principal, role.arn), by: null }
      : (byTrust ?? own);
    if (gate.verdict === 'denied') continue;
    const all = [...new Set([...depends, ...doubts, ...gate.depends])].sort();
    const verdict = all.length > 0 ? 'conditional' : 'allowed';
    if (best.verdict === 'denied' || (best.verdict === 'conditional' && verdict === 'allowed')) {
      best = { verdict, depends: all, trust: statement.index, by: gate.by };
    }
  }
  return best;
}

function admit(asker: Asker, statement: Statement, version: '2012-10-17' | '2008-10-17'): Admission | null {
  if (!coversAction(statement, 'sts:AssumeRole')) return null;
  const match = statement.principals
    ? matchPrincipals(statement.principals, asker.caller)
    : statement.notPrincipals && !isNamed(statement.notPrincipals, asker.caller)
      ? 'anyone'
      : null;
  if (match === null) return null;
  const depends: string[] = [];
  for (const clause of statement.conditions) {
    const holds = judgeClause(clause, version, asker);
    if (holds === false) return null;
    if (holds === null) depends.push(clause.key);
  }
  return { statement, match, depends };
}

/** Where the trust policy grants by itself, only the boundary is asked. Source: IAM user guide, "Permissions boundaries". */
function boundaryAllows(principal: Principal, arn: string): Pick<Decision, 'verdict' | 'depends' | 'by'> | null {
  const { boundary } = principal.bearing('sts:AssumeRole');
  const doubts = ownDoubts(principal, arn);
  if (boundary === null) return { verdict: 'allowed', depends: doubts, by: null };
  if (boundary === 'not known') {
    return { verdict: 'conditional', depends: [...doubts, 'a permissions boundary that is not known'], by: null };
  }
  const within = decide(principal.boundaryAlone() ?? principal, 'sts:AssumeRole', arnSet(arn));
  const depends = [...doubts, ...within.depends];
  return within.verdict === 'denied'
    ? within
    : { verdict: depends.length > 0 ? 'conditional' : 'allowed', depends, by: null };
}

/** Conditions of denies in the asker's own policies that may bear on the role. */
function ownDoubts(principal: Principal, arn: string): string[] {
  const { denies } = principal.bearing('sts:AssumeRole');
  if (denies.length === 0) return [];
  const asked = decide(principal, 'sts:AssumeRole', arnSet(arn));
  return asked.verdict === 'conditional' ? asked.depends : denies.flatMap(({ depends }) => depends);
}

/** What is known of a user or role without a request: AWS's own keys about who it is, and its tags when they were read. */
export function identityKeys(
  who: { arn: string; accountId: string; kind: 'user' | 'role'; id: string; name: string },
  tags: Readonly<Record<string, string>> | null,
): { keys: ConditionKeys; isKnown(key: string): boolean } {
  const own = {
    'aws:PrincipalAccount': who.accountId,
    'aws:PrincipalArn': who.arn,
    'aws:PrincipalType': who.kind === 'user' ? 'User' : 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    ...(who.kind === 'user' ? { 'aws:username': who.name, 'aws:userid': who.id } : {}),
  };
  const tagged = Object.fromEntries(
    Object.entries((who.kind === 'user' && tags) || {}).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]),
  );
  const names = new Set(Object.keys(own).map((key) => key.toLowerCase()));
  // A session has no user name, which is known as well; its tags may be others than its role's.
  if (who.kind === 'role') names.add('aws:username');
  return {
    keys: new ConditionKeys({ ...own, ...tagged }),
    isKnown: (key) => {
      const name = key.toLowerCase();
      return names.has(name) || (tags !== null && who.kind === 'user' && name.startsWith('aws:principaltag/'));
    },
  };
}
