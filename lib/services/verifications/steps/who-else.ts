import { GetOpenIDConnectProviderCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import { classifyAwsError } from '@/lib/aws/errors';
import { inWorkspace } from '@/lib/db/transaction';
import type { Fact } from '@/lib/schemas/verification';
import { admittedSubjects } from '@/lib/trust/audit/admitted-subjects';
import type { AdmissionRisk, Ourselves } from '@/lib/trust/audit/types';
import { principalOf } from './caller-identity';
import { closingFix } from './closing-fix';
import { clausesOf, compare } from './explain-refusal';
import { ourselves } from './ourselves';
import { advice, passed, type Step, type StepContext, skipped } from './step';

const TONES = {
  us: 'good',
  service: 'plain',
  'same-account': 'warn',
  'known-account': 'warn',
  outsider: 'bad',
  open: 'bad',
} as const satisfies Record<AdmissionRisk, Fact['tone']>;

/** The gate of Save: the set of those whom the trust policy admits must be us and nobody else (DESIGN section 6). */
export const whoElseStep: Step = {
  key: 'who_else',
  async run(context) {
    const { facts, signal } = context;
    if (!facts.clients || !facts.callerArn) return skipped('There are no credentials to ask with.');
    if (facts.roleArn === null)
      return skipped('No role is assumed: the host identity is granted to this workspace alone.');
    const principal = principalOf(facts.callerArn, facts.roleArn);
    try {
      const name = principal?.roleName ?? facts.roleName ?? '';
      const { Role } = await facts.clients.iam.send(new GetRoleCommand({ RoleName: name }), { abortSignal: signal });
      facts.trustPolicy = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
    } catch (error) {
      const { code, message } = classifyAwsError(error);
      return {
        state: 'failed',
        evidence: `AWS said ${code}: ${message}`,
        reason: 'The trust policy could not be read, so nobody can say who else gets in.',
        fix: advice(`Allow iam:GetRole on ${facts.plan?.chain.at(-1)?.roleArn ?? facts.roleArn}, as the files do.`),
      };
    }
    const us = await ourselves(context);
    const result = admittedSubjects(facts.trustPolicy, {
      accountId: facts.callerAccountId ?? facts.accountId ?? '',
      ...(us ? { us } : {}),
      knownAccounts: await knownAccounts(context),
      clientIds: await clientIds(context, us),
    });
    const who: Fact[] = result.entries.map((entry) => ({
      label: entry.isUs ? 'this integration' : entry.description,
      value: entry.subjectPattern ?? entry.principal,
      tone: TONES[entry.risk],
    }));
    const evidence = `read back: ${result.entries.length} admitted, ${result.entries.filter((entry) => !entry.isUs).length} besides us`;
    if (result.onlyUs) return passed('read back: it admits this integration and nobody else', who);
    const diagnosis = us?.flow === 'web-identity' ? compare(context, { mustRefuse: true }) : null;
    return {
      state: 'failed',
      evidence,
      reason: result.reasons.join(' ') || 'The role also lets others in.',
      fix:
        closingFix(result, diagnosis, facts.roleArn) ??
        advice('Let in only the principal before this role, with the External ID shown here, and nobody else.'),
      clauses: diagnosis ? clausesOf(diagnosis) : [],
      facts: who,
    };
  },
};

async function clientIds({ facts, signal }: StepContext, us: Ourselves | null): Promise<Record<string, string[]>> {
  if (us?.flow !== 'web-identity' || !facts.clients) return {};
  try {
    const answer = await facts.clients.iam.send(
      new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: us.providerArn }),
      { abortSignal: signal },
    );
    return { [us.providerArn]: answer.ClientIDList ?? [] };
  } catch {
    // Not known: then a policy without an audience condition counts as open, which is the safe reading.
    return {};
  }
}

function knownAccounts({ db, integration }: StepContext): Promise<{ id: string; name: string }[]> {
  const { workspaceId } = integration;
  return inWorkspace(
    db,
    workspaceId,
    async (tx) => {
      const rows = await tx.integration.findMany({
        where: { workspaceId, state: { not: 'draft' }, accountId: { not: null } },
        select: { accountId: true, name: true },
      });
      return rows.map(({ accountId, name }) => ({ id: accountId ?? '', name }));
    },
    { readOnly: true },
  );
}
