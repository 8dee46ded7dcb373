import type { QueueAttributeName } from '@aws-sdk/client-sqs';
import { classifyAwsError } from '@/lib/aws/errors';
import { checkPermissions, failedCheck, type PermissionAsk } from '@/lib/events/strategies/permissions';
import type { StrategyContext } from '@/lib/events/strategies/types';
import type { ConnectionCheck, QueueConfig } from '@/lib/schemas/event-source';
import { attributesOf } from './attributes';
import { misfitOf, partitionOf, placeOf } from './place';

type Attributes = Partial<Record<QueueAttributeName, string>>;

const DAY_S = 86_400;

/** Looks at a queue without receiving from it: receiving would count towards its redrive limit. */
export async function* testQueue(
  ctx: StrategyContext,
  config: QueueConfig,
  strategy: 'eventbridge' | 'sqs',
): AsyncGenerator<ConnectionCheck> {
  const misfit = misfitOf(config);
  yield {
    key: 'place',
    title: 'The queue URL fits the account and region',
    state: misfit ? 'failed' : 'ok',
    evidence: misfit ?? `Queue ${placeOf(config).name} of account ${config.accountID} in ${config.region}.`,
    fix: misfit ? 'Copy the URL from the SQS console and set account and region to what it names.' : null,
  };
  if (misfit) return;
  let attributes: Attributes | null = null;
  try {
    attributes = await attributesOf(ctx, config, ['All']);
  } catch (error) {
    yield* unreadable(error, config);
    if (classifyAwsError(error).kind !== 'denied') return;
  }
  if (attributes) yield* evidenceOf(attributes, config);
  yield* checkPermissions(ctx, config.region, asksOf(config, strategy, attributes?.KmsMasterKeyId));
}

function* unreadable(error: unknown, config: QueueConfig): Generator<ConnectionCheck> {
  const { kind } = classifyAwsError(error);
  if (kind !== 'denied') {
    const fix =
      kind === 'notFound' ? 'Create the queue, or correct its URL.' : 'Try again; AWS did not answer as it should.';
    yield failedCheck('queueExists', 'The queue exists', error, fix);
    return;
  }
  yield failedCheck(
    'permission:sqs:GetQueueAttributes',
    'May read the queue’s attributes',
    error,
    `Allow sqs:GetQueueAttributes on ${placeOf(config).arn}.`,
  );
}

function* evidenceOf(attributes: Attributes, config: QueueConfig): Generator<ConnectionCheck> {
  const { arn, name } = placeOf(config);
  const own = attributes.QueueArn ?? '';
  const fits = own === '' || own === arn;
  yield {
    key: 'queueExists',
    title: 'The queue exists',
    state: fits ? 'ok' : 'failed',
    evidence: fits
      ? `${own || name}; about ${attributes.ApproximateNumberOfMessages ?? '?'} messages wait.`
      : `The queue says to be ${own}.`,
    fix: fits ? null : 'Set account and region to those of the queue.',
  };
  yield {
    key: 'permission:sqs:GetQueueAttributes',
    title: 'May read the queue’s attributes',
    state: 'ok',
    evidence: 'The attributes were read.',
    fix: null,
  };
  yield* settingsOf(attributes);
}

function* settingsOf(attributes: Attributes): Generator<ConnectionCheck> {
  const redrive = attributes.RedrivePolicy;
  yield {
    key: 'redrive',
    title: 'Has a dead-letter queue',
    state: redrive ? 'ok' : 'warning',
    evidence: redrive
      ? `Redrive policy ${redrive.slice(0, 300)}.`
      : 'Messages that are never acknowledged come again until they expire.',
    fix: redrive ? null : 'Give the queue a dead-letter queue with maxReceiveCount 10 or more.',
  };
  const visibility = Number(attributes.VisibilityTimeout ?? 30);
  yield {
    key: 'visibility',
    title: 'Hides received messages long enough',
    state: visibility < 30 ? 'warning' : 'ok',
    evidence: `Visibility timeout ${visibility} s.`,
    fix: visibility < 30 ? 'Set the visibility timeout to 60 s: below 30 s messages come twice under load.' : null,
  };
  const retention = Number(attributes.MessageRetentionPeriod ?? 345_600);
  yield {
    key: 'retention',
    title: 'Keeps messages over an outage',
    state: retention < DAY_S ? 'warning' : 'ok',
    evidence: `Messages are kept for ${Math.round(retention / 360) / 10} hours.`,
    fix:
      retention < DAY_S ? 'Keep messages for four days or more, so that nothing is lost while no sensor runs.' : null,
  };
  const key = attributes.KmsMasterKeyId;
  yield {
    key: 'encryption',
    title: 'Encryption',
    state: 'ok',
    evidence: key
      ? `Encrypted with the KMS key ${key}: reading needs kms:Decrypt on it.`
      : attributes.SqsManagedSseEnabled === 'true'
        ? 'Encrypted by SQS itself; reading needs nothing more.'
        : 'Not encrypted at rest.',
    fix: null,
  };
}

function asksOf(config: QueueConfig, strategy: 'eventbridge' | 'sqs', kmsKey: string | undefined): PermissionAsk[] {
  const { arn } = placeOf(config);
  const partition = partitionOf(config.region);
  const asks: PermissionAsk[] = [
    {
      action: 'sqs:ReceiveMessage',
      resource: arn,
      title: 'May receive messages',
      required: true,
      without: 'Nothing arrives.',
    },
    {
      action: 'sqs:DeleteMessage',
      resource: arn,
      title: 'May delete messages',
      required: true,
      without: 'Every message comes again and again.',
    },
    {
      action: 'sqs:ChangeMessageVisibility',
      resource: arn,
      title: 'May keep messages hidden while they are worked on',
      required: false,
      without: 'The queue’s own visibility timeout has to suffice.',
    },
  ];
  if (strategy === 'sqs') {
    asks.push({
      action: 's3:GetObject',
      // The queue does not tell the bucket; a policy for it alone is not seen by this question.
      resource: `arn:${partition}:s3:::*/AWSLogs/*`,
      title: 'May read log files of the bucket',
      required: false,
      without: 'If the policy names the bucket, this says nothing: the queue does not tell which one it is.',
    });
  }
  if (kmsKey) asks.push(decrypt(kmsKey, config));
  return asks;
}

function decrypt(kmsKey: string, { region, accountID }: QueueConfig): PermissionAsk {
  const resource = kmsKey.startsWith('arn:')
    ? kmsKey
    : `arn:${partitionOf(region)}:kms:${region}:${accountID}:${kmsKey.startsWith('alias/') ? 'key/*' : `key/${kmsKey}`}`;
  const without = 'Messages encrypted with the key cannot be received, unless the key’s own policy allows it.';
  return { action: 'kms:Decrypt', resource, title: 'May decrypt messages', required: false, without };
}
