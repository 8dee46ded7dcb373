import type { StsFailure } from '@/lib/federation/types';
import type { Clause, Fix } from '@/lib/schemas/verification';
import { diagnose } from '@/lib/trust/diagnosis/diagnose';
import type { ClauseRow, Diagnosis, TrustPolicyFix } from '@/lib/trust/diagnosis/types';
import { advice, providerArn, type StepContext, type StepOutcome } from './step';

/** Why AWS refused: by the trust policy when it can be read or was pasted, else by the table of errors. */
export function explainRefusal(
  context: StepContext,
  failure: StsFailure,
): Pick<StepOutcome, 'reason' | 'fix' | 'clauses' | 'facts'> {
  const { facts } = context;
  const diagnosis = compare(context, { error: { code: failure.awsCode, message: failure.message } });
  const explained = diagnosis?.error ?? null;
  const useTable = !diagnosis || diagnosis.verdict === 'no-policy' || failure.kind === 'token';
  const causes = explained?.causes ?? [];
  const paste = facts.trustPolicy === null && facts.pastedTrustPolicy === null && failure.awsCode === 'AccessDenied';
  return {
    reason: useTable ? [explained?.title, ...causes.slice(0, 3)].filter(Boolean).join(' ') : diagnosis.summary,
    fix:
      !useTable && diagnosis.fix
        ? toFix(diagnosis.fix)
        : advice(
            `${explained?.fix ?? 'Compare the role with the files.'}${paste ? ' Paste the role’s trust policy to have it compared with the token, clause by clause.' : ''}`,
          ),
    clauses: useTable || !diagnosis ? [] : clausesOf(diagnosis),
    facts: failure.awsRequestId ? [{ label: 'AWS request id', value: failure.awsRequestId, tone: 'plain' }] : [],
  };
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
