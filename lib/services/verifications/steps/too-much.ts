import { ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import type { AwsClients } from '@/lib/aws/clients';
import { classifyAwsError } from '@/lib/aws/errors';
import { integrationOptionsSchema } from '@/lib/schemas/integration';
import type { Fact } from '@/lib/schemas/verification';
import { judgeAttachedPolicy } from '@/lib/trust/permissions/access-level';
import { TELLING_ACTIONS } from '@/lib/trust/permissions/telling-actions';
import { principalOf } from './caller-identity';
import { simulate } from './simulate';
import { advice, passed, type Step, skipped } from './step';

/** Flags, and does not refuse: a role that can do more than read is the owner's decision, made knowingly. */
export const tooMuchStep: Step = {
  key: 'too_much',
  async run({ facts, integration, signal }) {
    if (!facts.clients || !facts.callerArn) return skipped('There are no credentials to ask with.');
    const principal = principalOf(facts.callerArn, facts.roleArn);
    if (!principal) return { state: 'not_testable', evidence: 'IAM simulates only roles and users' };
    const readOnly = integrationOptionsSchema.parse(integration.options).permissionSet === 'read_only';
    // ReadOnlyAccess reads content by design, and the wizard says so where it is chosen.
    const asked = TELLING_ACTIONS.filter(({ level }) => !(readOnly && level === 'secrets'));
    let allowed: readonly (typeof asked)[number][];
    try {
      const simulated = await simulate(
        facts.clients,
        principal.arn,
        asked.map(({ action }) => action),
        signal,
      );
      const names = new Set(simulated.filter((one) => one.allowed).map(({ action }) => action.toLowerCase()));
      allowed = asked.filter(({ action }) => names.has(action.toLowerCase()));
    } catch (error) {
      const { code, message } = classifyAwsError(error);
      return {
        state: 'not_testable',
        evidence: `AWS said ${code}: ${message}`,
        fix: advice('Allow iam:SimulatePrincipalPolicy, as the files do.'),
      };
    }
    const attached = principal.roleName ? await attachedPolicies(facts.clients, principal.roleName, signal) : [];
    const tooWide = attached.filter(({ tone }) => tone !== 'good');
    if (allowed.length === 0 && tooWide.length === 0) {
      return passed(`${asked.length} write and admin actions simulated, none allowed`, attached);
    }
    const worst = allowed
      .slice(0, 12)
      .map(({ action, reason }): Fact => ({ label: action, value: `could ${reason}`, tone: 'bad' }));
    return {
      state: 'warning',
      evidence: `${allowed.length} of ${asked.length} write and admin actions are allowed`,
      reason: 'The role can do more than read. Mooring never writes, but whoever gets hold of this session could.',
      fix: advice('Detach what is not needed: SecurityAudit with ViewOnlyAccess, or the minimal policy, is enough.'),
      facts: [...worst, ...attached],
    };
  },
};

async function attachedPolicies(clients: AwsClients, roleName: string, signal: AbortSignal): Promise<Fact[]> {
  try {
    const answer = await clients.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: roleName }), {
      abortSignal: signal,
    });
    return (answer.AttachedPolicies ?? []).map(({ PolicyName = '', PolicyArn }) => {
      const managed = PolicyArn?.includes(':aws:policy/') ?? false;
      const judged = judgeAttachedPolicy({ name: PolicyName, arn: PolicyArn ?? null });
      // A policy of the account's own is judged by what the simulation allowed, not by its name.
      const tone = managed && !judged.acceptable ? 'warn' : 'good';
      return { label: PolicyName, value: managed ? judged.level : 'own policy, judged by the simulation', tone };
    });
  } catch {
    return [];
  }
}
