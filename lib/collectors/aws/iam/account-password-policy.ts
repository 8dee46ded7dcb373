import { GetAccountPasswordPolicyCommand, type PasswordPolicy } from '@aws-sdk/client-iam';
import { orAbsent } from '@/lib/collectors/reads/absent';
import { type CollectContext, type Collector, GLOBAL_REGION, type NormalizeEnv } from '@/lib/collectors/types';
import { passwordPolicyEvents } from './events';

async function read(ctx: CollectContext): Promise<PasswordPolicy[]> {
  const command = new GetAccountPasswordPolicyCommand({});
  const answer = await orAbsent(ctx.clients.iam.send(command, { abortSignal: ctx.signal }));
  return answer?.PasswordPolicy ? [answer.PasswordPolicy] : [];
}

/** One per account, and only where somebody set one: without it AWS's default applies and there is no resource. */
export const passwordPolicyCollector: Collector<PasswordPolicy> = {
  service: 'iam',
  type: 'AWS::IAM::AccountPasswordPolicy',
  title: 'IAM account password policy',
  scope: 'global',
  actions: ['iam:GetAccountPasswordPolicy'],
  enrichingActions: [],
  readActions: [],
  async *list(ctx) {
    const requestStartedAt = ctx.now();
    yield { items: await read(ctx), requestStartedAt };
  },
  async getMany(ctx, refs) {
    const requestStartedAt = ctx.now();
    const [raw] = await read(ctx);
    return raw
      ? { found: refs.map((ref) => ({ ref, raw, requestStartedAt })), missing: [] }
      : { found: [], missing: refs.map((ref) => ({ ref, requestStartedAt })) };
  },
  normalize(policy: PasswordPolicy, { accountId }: NormalizeEnv) {
    return {
      type: 'AWS::IAM::AccountPasswordPolicy',
      id: accountId,
      arn: null,
      name: 'Password policy',
      region: GLOBAL_REGION,
      tags: {},
      attributes: {
        minimumPasswordLength: policy.MinimumPasswordLength ?? null,
        requireSymbols: policy.RequireSymbols ?? false,
        requireNumbers: policy.RequireNumbers ?? false,
        requireUppercaseCharacters: policy.RequireUppercaseCharacters ?? false,
        requireLowercaseCharacters: policy.RequireLowercaseCharacters ?? false,
        allowUsersToChangePassword: policy.AllowUsersToChangePassword ?? false,
        expirePasswords: policy.ExpirePasswords ?? false,
        maxPasswordAge: policy.MaxPasswordAge ?? null,
        passwordReusePrevention: policy.PasswordReusePrevention ?? null,
        hardExpiry: policy.HardExpiry ?? false,
      },
      volatile: {},
      relationships: [],
      createdAt: null,
      unread: [],
    };
  },
  events: passwordPolicyEvents,
};
