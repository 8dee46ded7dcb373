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
    const last = parseArn(facts.plan?.chain.at(-1)?.roleArn ?? '');
    const roleName = principalOf(facts.callerArn ?? '', null)?.roleName;
    if (last && (last.accountId !== facts.callerAccountId || nameOfArn(last.resource) !== roleName)) {
      return {
        state: 'failed',
        evidence,
        reason: `The credentials are not those of ${nameOfArn(last.resource)} in ${last.accountId}, the last role assumed.`,
        fix: advice('Look at the AWS endpoints of this install: something else than AWS answers there.'),
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
