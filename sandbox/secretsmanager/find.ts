import type { Call, Question } from '../wire/action';
import { AwsError } from '../wire/errors';
import { type Secret, secretsOf } from './types';

type OnSecret = { SecretId?: string | undefined };

/** By name, ARN, or ARN without the six characters at its end. */
function findSecret(call: Call, given: string | undefined): Secret | undefined {
  const table = secretsOf(call.account, call.region);
  if (!given?.startsWith('arn:')) return table.get(given ?? '');
  const name = given.split(':').slice(6).join(':');
  const byName = table.get(name.replace(/-\w{6}$/, ''));
  return byName?.arn === given ? byName : table.get(name);
}

export function heldSecret(call: Call, { SecretId }: OnSecret): Secret {
  const secret = findSecret(call, SecretId);
  if (secret) return secret;
  throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}

/** A secret that is not scheduled for deletion. */
export function liveSecret(call: Call, input: OnSecret): Secret {
  const secret = heldSecret(call, input);
  if (secret.deletedAt === undefined) return secret;
  throw new AwsError(
    'InvalidRequestException',
    "You can't perform this operation on the secret because it was marked for deletion.",
  );
}

export function askSecret(call: Call, { SecretId }: OnSecret): Question {
  const secret = findSecret(call, SecretId);
  if (secret) {
    return { resource: secret.arn, resourceTags: secret.tags, resourcePolicy: secret.policy, ownerId: call.account.id };
  }
  const arn = `arn:aws:secretsmanager:${call.region}:${call.account.id}:secret:${SecretId}-??????`;
  return { resource: SecretId?.startsWith('arn:') ? SecretId : arn };
}

export function changeSecret(call: Call, secret: Secret, change: Partial<Secret>): Secret {
  const changed = { ...secret, ...change };
  secretsOf(call.account, call.region).put(secret.name, changed, call.now);
  return changed;
}
