import type { StsFailure } from '@/lib/federation/types';
import type { Clause, Fact, Fix } from '@/lib/schemas/verification';
import { diagnose } from '@/lib/trust/diagnosis/diagnose';
import { explainStsError } from '@/lib/trust/diagnosis/explain';
import type { ClauseRow, Diagnosis, TrustPolicyFix } from '@/lib/trust/diagnosis/types';
import { advice, providerArn, type StepContext, type StepOutcome } from './step';

/** Why AWS refused: by the trust policy when it can be read or was pasted, else by the table of errors. */
export function explainRefusal(
  context: StepContext,
  failure: StsFailure,
): Pick<StepOutcome, 'reason' | 'fix' | 'clauses' | 'facts'> {
  const { facts } = context;
  const diagnosis = compare(context, { error: { code: failure.awsCode, message: failure.message } });
  const requestId: Fact[] = failure.awsRequestId
    ? [{ label: 'AWS request id', value: failure.awsRequestId, tone: 'plain' }]
    : [];
  const byTable = !diagnosis || diagnosis.verdict === 'no-policy' || failure.kind === 'token';
  if (!byTable) {
    return {
      reason: diagnosis.summary,
      fix: diagnosis.fix ? toFix(diagnosis.fix) : advice(NOTHING_TO_CHANGE),
      clauses: clausesOf(diagnosis),
      facts: requestId,
    };
  }
  const { id, title, causes, fix } = explainStsError(failure.awsCode, failure.message);
  const unread = facts.trustPolicy === null && facts.pastedTrustPolicy === null && failure.awsCode === 'AccessDenied';
  const paste = unread && facts.claims ? ` ${PASTE}` : '';
  return {
    reason: `${title}. ${causes[0] ?? ''}`.trim(),
    fix: { ...advice(`${fix}${paste}`), cli: providerCommand(id, context) },
    clauses: [],
    facts: [...causes.slice(1).map((value): Fact => ({ label: 'or', value, tone: 'plain' })), ...requestId],
  };
}

const PASTE = 'Paste the role’s trust policy to have it compared with the token, clause by clause.';
const NOTHING_TO_CHANGE = 'Nothing in the trust policy has to change for this. Look at what the reason names.';

/** The command that mends the account's OIDC provider, where that is what AWS refused for. */
function providerCommand(rule: string, { facts, integration }: StepContext): string | null {
  const { issuerUrl, audience } = integration;
  if (!facts.roleArn || !issuerUrl || !audience) return null;
  const word = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const arn = word(providerArn(facts.roleArn, issuerUrl));
  switch (rule) {
    case 'no-provider':
      return `aws iam create-open-id-connect-provider --url ${word(issuerUrl)} --client-id-list ${word(audience)}`;
    case 'audience-not-registered':
    case 'not-validated':
      return `aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${arn} --client-id ${word(audience)}`;
    default:
      return null;
  }
}

/** The token's claims against the trust policy at hand; null without claims (a host identity). */
export function compare(
  { facts, integration }: StepContext,
  options: {
    error?: { code: string; message: string };
    mustRefuse?: boolean;
    claims?: Readonly<Record<string, unknown>>;
  } = {},
): Diagnosis | null {
  const claims = options.claims ?? facts.claims;
  const { roleArn } = facts;
  const issuer = integration.issuerUrl ?? (typeof claims?.iss === 'string' ? claims.iss : null);
  if (!claims || !roleArn || !issuer) return null;
  const subject = integration.subject ?? String(facts.claims?.sub ?? '');
  const audience = integration.audience ?? String(facts.claims?.aud ?? '');
  return diagnose({
    claims,
    roleArn,
    providerArn: providerArn(roleArn, issuer),
    trustPolicy: facts.trustPolicy ?? facts.pastedTrustPolicy ?? undefined,
    wanted: { subject, audience },
    ...(options.mustRefuse ? { mustRefuse: true } : {}),
    ...(options.error ? { error: options.error } : {}),
  });
}

/** The rows of the statement that comes closest, as the page shows them. */
export function clausesOf(diagnosis: Diagnosis, mustRefuse = false): Clause[] {
  return (diagnosis.statements[0]?.rows ?? []).map((row: ClauseRow) => ({
    clause: row.clause,
    operator: row.operator,
    policySays: row.policySays.join(', '),
    tokenHas: row.tokenHas ?? '',
    result: mustRefuse && row.result === 'matches' && /:sub$/i.test(row.clause) ? 'matches_but_must_not' : row.result,
    hint: row.hint,
  }));
}

export function toFix(fix: TrustPolicyFix): Fix {
  return { text: fix.explanation, before: fix.before, after: fix.json, terraform: fix.terraform, cli: fix.cli };
}
