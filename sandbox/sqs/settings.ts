import { parsePolicy } from '@/lib/trust/policy/parse';
import { awsManagedKey } from '../kms/build';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { type HeldQueue, queueArn } from './find';
import { inboxOf } from './inbox';

const NUMBERS: Readonly<Record<string, readonly [number, number]>> = {
  VisibilityTimeout: [0, 43_200],
  MaximumMessageSize: [1024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  DelaySeconds: [0, 900],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  KmsDataKeyReusePeriodSeconds: [60, 86_400],
};
const OTHERS = new Set([
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'SqsManagedSseEnabled',
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
]);

const invalid = (name: string, value: string) =>
  new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}. Value: ${value}`);

/** Settings in SQS's bounds; an empty text takes one away. A key of KMS's ends SQS's own encryption. */
export function checkedSettings(call: Call, given: Readonly<Record<string, string>>): Record<string, string> {
  for (const [name, value] of Object.entries(given)) {
    const bounds = NUMBERS[name];
    if (bounds === undefined && !OTHERS.has(name)) {
      throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    }
    if (bounds && !(Number(value) >= bounds[0] && Number(value) <= bounds[1])) throw invalid(name, value);
    if (name === 'Policy' && value !== '' && !parsePolicy(value, 'resource').ok) throw invalid(name, value);
    if (name === 'RedrivePolicy' && value !== '') refuseUnknownTarget(call, value);
  }
  if (given.KmsMasterKeyId === 'alias/aws/sqs') awsManagedKey(call.world, call.account, call.region, 'sqs');
  const kept = Object.entries(given).filter(([, value]) => value !== '');
  const settings = Object.fromEntries(kept);
  return settings.KmsMasterKeyId ? { ...settings, SqsManagedSseEnabled: 'false' } : settings;
}

function refuseUnknownTarget(call: Call, redrive: string): void {
  const target = redriveOf(redrive)?.deadLetterTargetArn ?? '';
  const [, , , region = '', accountId = '', name = ''] = target.split(':');
  const known = region === call.region && call.world.accounts.get(accountId)?.table('sqs.queue', region).get(name);
  if (!known) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${redrive} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.`,
    );
  }
}

export function redriveOf(
  text: string | undefined,
): { deadLetterTargetArn: string; maxReceiveCount: number } | undefined {
  if (text === undefined) return undefined;
  try {
    const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text) as Record<string, unknown>;
    return { deadLetterTargetArn: String(deadLetterTargetArn), maxReceiveCount: Number(maxReceiveCount) };
  } catch {
    throw invalid('RedrivePolicy', text);
  }
}

/** The attributes asked for by name, or `All`. */
export function readAttributes(
  call: Call,
  { owner, queue }: HeldQueue,
  names: readonly string[],
): Record<string, string> {
  const { visible, inFlight, delayed } = inboxOf(owner, call.region, queue.name).count(call.now);
  const all: Record<string, string> = {
    ...queue.settings,
    QueueArn: queueArn(call.region, owner.id, queue.name),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
  };
  if (names.includes('All')) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}
