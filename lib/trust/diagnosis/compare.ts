import { ConditionKeys, evaluateClause } from '../policy/conditions';
import { matchPrincipals } from '../policy/principals';
import { coversAction } from '../policy/statement';
import type { Policy, Statement } from '../policy/types';
import { issuerKey, issuerKeyOfArn } from '../sts/provider';
import { webIdentityContext } from '../sts/web-identity-context';
import { hintFor } from './hints';
import type { ClauseRow, DiagnosisInput, StatementComparison } from './types';

const ACTION = 'sts:AssumeRoleWithWebIdentity';

/** The token's values as condition keys, read loosely: a token that STS would refuse can still be compared. */
export function keysOf(input: DiagnosisInput): { keys: ConditionKeys; issuer: string } {
  const { claims, providerArn } = input;
  const issuer = issuerKeyOfArn(providerArn) ?? issuerKey(text(claims.iss) ?? '');
  const audiences = (Array.isArray(claims.aud) ? claims.aud : [claims.aud]).flatMap((item) => text(item) ?? []);
  const context = webIdentityContext({
    identity: {
      issuer: `https://${issuer}`,
      subject: text(claims.sub) ?? '',
      audience: text(claims.azp) ?? audiences[0] ?? '',
      ...{ audiences, issuedAt: 0, expiresAt: 0, notBefore: null },
    },
    claims,
    provider: { arn: providerArn, url: issuer, clientIds: [] },
    roleSessionName: input.roleSessionName ?? 'mooring',
    session: { tags: {}, transitiveTagKeys: [] },
    sourceIdentity: null,
    durationSeconds: 3600,
    now: new Date(0),
  });
  const { 'aws:CurrentTime': _time, 'aws:EpochTime': _epoch, ...known } = context;
  return { keys: new ConditionKeys(known), issuer };
}

/** Every statement against the token, row by row; the Allow that comes closest first, then the Denys that apply. */
export function compareStatements(policy: Policy, input: DiagnosisInput): StatementComparison[] {
  const { keys, issuer } = keysOf(input);
  const compared = policy.statements.map((statement) => compareStatement(statement, policy, input, keys, issuer));
  return compared.toSorted((a, b) => closeness(b) - closeness(a));
}

function compareStatement(
  statement: Statement,
  policy: Policy,
  input: DiagnosisInput,
  keys: ConditionKeys,
  issuer: string,
): StatementComparison {
  const rows = [
    principalRow(statement, input.providerArn, issuer),
    actionRow(statement),
    ...statement.conditions.map((clause): ClauseRow => {
      const values = keys.get(clause.key);
      const actual = values ? values.join(', ') : null;
      const { holds } = evaluateClause(clause, keys, policy.version);
      const result = holds ? 'matches' : actual === null ? 'missing' : 'differs';
      const hint = holds ? null : hintFor({ clause, keys, version: policy.version, issuer, actual });
      const row = { clause: clause.key, operator: clause.spelled, policySays: clause.values, tokenHas: actual };
      return { ...row, result, hint };
    }),
  ];
  const { index, sid, effect } = statement;
  return { index, sid, effect, rows, applies: rows.every(({ result }) => result === 'matches') };
}

function principalRow(statement: Statement, providerArn: string, issuer: string): ClauseRow {
  const principals = statement.principals ?? [];
  const federated = principals.filter(({ kind }) => kind === 'Federated');
  const says = (federated.length > 0 ? federated : (statement.notPrincipals ?? principals)).map(({ value }) => value);
  const caller = { kind: 'webIdentity', providerArn } as const;
  const named = matchPrincipals(principals, caller) !== null;
  const matches = statement.notPrincipals ? matchPrincipals(statement.notPrincipals, caller) === null : named;
  const operator = statement.notPrincipals
    ? 'NotPrincipal'
    : federated.length > 0
      ? 'Federated'
      : (principals[0]?.kind ?? '');
  let hint: string | null = null;
  if (!matches && federated.length === 0) hint = 'The statement names no federated principal, so no token can use it.';
  else if (!matches && says.some((value) => issuerKeyOfArn(value) === issuer)) {
    hint = 'The issuer is right, but the provider belongs to another account (or partition).';
  } else if (!matches) hint = `The provider of this token is ${providerArn}.`;
  const result = matches ? 'matches' : 'differs';
  return { clause: 'Principal', operator, policySays: says, tokenHas: providerArn, result, hint };
}

function actionRow(statement: Statement): ClauseRow {
  const matches = coversAction(statement, ACTION);
  return {
    clause: 'Action',
    operator: statement.notActions ? 'NotAction' : 'Action',
    policySays: statement.actions ?? statement.notActions ?? [],
    tokenHas: ACTION,
    result: matches ? 'matches' : 'differs',
    hint: matches ? null : 'A web identity needs sts:AssumeRoleWithWebIdentity; sts:AssumeRole is another action.',
  };
}

/** Applying Denys first, then Allows by share of rows that match, the principal counting most. */
function closeness({ effect, applies, rows }: StatementComparison): number {
  if (effect === 'Deny') return applies ? 100 : -1;
  const principal = rows[0]?.result === 'matches' ? 10 : 0;
  return principal + rows.filter(({ result }) => result === 'matches').length / rows.length;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
