import { GetRoleCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { classifyAwsError } from '@/lib/aws/errors';
import type { ConnectionCheck } from '@/lib/schemas/event-source';
import type { StrategyContext } from './types';

/** A permission that cannot be tried without receiving or changing something. `without`: what happens when it is lacking. */
export type PermissionAsk = { action: string; resource: string; title: string; required: boolean; without: string };

const ROLE = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\//;

/**
 * Asks IAM's simulator whether the caller's own policies allow each action; the other side's (queue, bucket, key) are not
 * asked. Where the simulator may not be used each check is skipped, with why.
 */
export async function* checkPermissions(
  ctx: StrategyContext,
  region: string,
  asks: readonly PermissionAsk[],
): AsyncGenerator<ConnectionCheck> {
  let principal: string | null = null;
  let excuse = 'IAM does not say who the caller’s role is.';
  try {
    principal = await principalArn(ctx, region);
  } catch (error) {
    excuse = `It cannot be tried without side effects, and asking IAM failed: ${classifyAwsError(error).code}.`;
  }
  for (const ask of asks) {
    yield principal === null ? skipped(ask, excuse) : await checkOne(ctx, region, principal, ask);
  }
}

async function checkOne(
  ctx: StrategyContext,
  region: string,
  principal: string,
  ask: PermissionAsk,
): Promise<ConnectionCheck> {
  const command = new SimulatePrincipalPolicyCommand({
    PolicySourceArn: principal,
    ActionNames: [ask.action],
    ResourceArns: [ask.resource],
  });
  try {
    const { EvaluationResults } = await ctx.clients(region).iam.send(command, { abortSignal: ctx.signal });
    const decision = EvaluationResults?.[0]?.EvalDecision;
    if (decision === 'allowed')
      return {
        ...headOf(ask),
        state: 'ok',
        evidence: `IAM’s simulator: ${ask.action} is allowed on ${ask.resource}.`,
        fix: null,
      };
    const evidence = `IAM’s simulator: ${ask.action} on ${ask.resource} is ${decision ?? 'not decided'}. ${ask.without}`;
    const fix = `Attach the read policy below to the role, or allow ${ask.action} on ${ask.resource}.`;
    return { ...headOf(ask), state: ask.required ? 'failed' : 'warning', evidence, fix };
  } catch (error) {
    const { kind, code } = classifyAwsError(error);
    return skipped(
      ask,
      kind === 'denied'
        ? 'It cannot be tried without side effects, and the role may not use IAM’s simulator (iam:SimulatePrincipalPolicy).'
        : `IAM’s simulator did not answer: ${code}.`,
    );
  }
}

async function principalArn(ctx: StrategyContext, region: string): Promise<string | null> {
  const { sts, iam } = ctx.clients(region);
  const { Arn = '' } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal: ctx.signal });
  const [, partition, account, name] = ROLE.exec(Arn) ?? [];
  if (name === undefined) return Arn.includes(':user/') ? Arn : null;
  try {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }), { abortSignal: ctx.signal });
    return Role?.Arn ?? null;
  } catch {
    // Without a path, which a session does not tell, this is the role's ARN.
    return `arn:${partition}:iam::${account}:role/${name}`;
  }
}

const headOf = ({ action, title }: PermissionAsk) => ({ key: `permission:${action}`, title });

const skipped = (ask: PermissionAsk, why: string): ConnectionCheck => ({
  ...headOf(ask),
  state: 'skipped',
  evidence: why,
  fix: null,
});

/** A check that a call which was made has failed, in AWS's words. */
export function failedCheck(key: string, title: string, error: unknown, fix: string): ConnectionCheck {
  const { code, message } = classifyAwsError(error);
  return { key, title, state: 'failed', evidence: `${code}: ${message}`, fix };
}
