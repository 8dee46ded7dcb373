import type { StsFailure, TrustedRole } from '@/lib/trust/sts/types';
import type { Account } from '../store/account';
import type { Role } from '../store/types';
import { type Call, SERVICES } from '../wire/action';
import { AwsError } from '../wire/errors';

/** The role of an ARN as STS sees it now: IAM's changes reach STS only after the propagation delay. */
export function roleForSts(call: Pick<Call, 'sandbox' | 'world' | 'action' | 'region' | 'now'>, roleArn: string) {
  const match = /^arn:aws[\w-]*:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(roleArn);
  const account = call.world.accounts.get(match?.[1] ?? '');
  if (match === null || account === undefined) return undefined;
  const where = { account: account.id, service: SERVICES[0], action: call.action, region: call.region };
  const fault = call.sandbox.faults.take('propagation', where);
  const lag = fault?.milliseconds ?? call.sandbox.propagationMs;
  const role = account.roles.asOf(match[2] ?? '', call.now - lag);
  return role === undefined ? undefined : { account, role };
}

export function trustedRole(found: { account: Account; role: Role } | undefined): TrustedRole | null {
  if (found === undefined) return null;
  const { role } = found;
  return {
    arn: role.arn,
    trustPolicy: role.trust,
    maxSessionDuration: role.maxSessionDuration,
    tags: Object.fromEntries(role.tags.map((tag) => [tag.key, tag.value])),
  };
}

export function stsRefusal(failure: StsFailure): AwsError {
  return new AwsError(failure.code, failure.message, failure.httpStatus);
}
