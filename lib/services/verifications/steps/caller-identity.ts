import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { classifyAwsError } from '@/lib/aws/errors';
import { nameOfArn, parseArn } from '@/lib/trust/policy/arn';
import { advice, passed, type Step, skipped } from './step';

export const callerIdentityStep: Step = {
  key: 'caller_identity',
  async run({ facts, signal }) {
    if (!facts.clients) return skipped('There are no credentials to ask with.');
    try {
      const answer = await facts.clients.sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
      facts.callerArn = answer.Arn ?? null;
      facts.callerAccountId = answer.Account ?? null;
    } catch (error) {
      const { code, message } = classifyAwsError(error);
      return {
        state: 'failed',
        evidence: `AWS said ${code}: ${message}`,
        reason: 'The credentials that AWS gave do not work yet.',
        fix: advice('Verify again in a minute. If it stays, an organization policy denies sts:GetCallerIdentity.'),
      };
    }
    const evidence = `${facts.callerArn} in ${facts.callerAccountId}`;
    if (facts.accountId !== null && facts.callerAccountId !== facts.accountId) {
      return {
        state: 'failed',
        evidence,
        reason: `The role chain ended in account ${facts.callerAccountId}, not in ${facts.accountId}.`,
        fix: advice('Look at the credential’s role chain: its last role decides the account.'),
      };
    }
    return passed(evidence);
  },
};

/** The IAM ARN that a simulation and GetRole take, of whoever calls: an assumed role's session names its role. */
export function principalOf(
  callerArn: string,
  roleArn: string | null,
): { arn: string; roleName: string | null } | null {
  const arn = parseArn(callerArn);
  if (!arn) return null;
  if (arn.service === 'sts' && arn.resource.startsWith('assumed-role/')) {
    const [, name = ''] = arn.resource.split('/');
    const own =
      roleArn !== null && nameOfArn(roleArn) === name
        ? roleArn
        : `arn:${arn.partition}:iam::${arn.accountId}:role/${name}`;
    return { arn: own, roleName: name };
  }
  if (arn.service === 'iam' && arn.resource.startsWith('user/')) return { arn: callerArn, roleName: null };
  return null;
}
