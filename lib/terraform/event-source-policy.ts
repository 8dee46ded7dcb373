import { PARTITIONS, partitionOfRegion } from '@/lib/schemas/arn';
import type { ConfigOf, QueueConfig, StrategyName } from '@/lib/schemas/event-source';

/** One permission to read: always allowed, never with a wildcard for an action. */
export type ReadStatement = {
  Sid: string;
  Effect: 'Allow';
  Action: string[];
  Resource: string[];
  Condition?: Record<string, Record<string, string[]>>;
};
export type ReadPolicy = { Version: '2012-10-17'; Statement: ReadStatement[] };

/** What a config does not say: where the files of an `sqs` source are, and the keys of yours that encrypt any of it. */
export type ReadExtras = {
  logs?: { bucketName: string; prefix?: string };
  kmsKeyArns?: readonly string[];
};

export const QUEUE_ACTIONS = [
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ChangeMessageVisibility',
] as const;
export const STREAM_ACTIONS = [
  'kinesis:DescribeStreamSummary',
  'kinesis:ListShards',
  'kinesis:GetShardIterator',
  'kinesis:GetRecords',
] as const;
const LOG_ACTIONS = ['s3:GetObject', 's3:ListBucket', 's3:GetBucketLocation', 'cloudtrail:ListPublicKeys'] as const;

/** The actions of each strategy, for a check one by one. kms:Decrypt comes with a key of yours only. */
export const READ_ACTIONS = {
  eventbridge: QUEUE_ACTIONS,
  sqs: [...QUEUE_ACTIONS, ...LOG_ACTIONS],
  s3: LOG_ACTIONS,
  kinesis: STREAM_ACTIONS,
} as const satisfies Record<StrategyName, readonly string[]>;

/**
 * What the scanner role needs to read an event source, and nothing else. The same as `read_policy_json` of
 * deploy/terraform/examples (event-sources.wire.test.ts compares them).
 *
 * The config of an `sqs` source does not name the bucket. Without `extras.logs` the statements fit the AWSLogs folders
 * of any bucket of the queue's account, held to that account by s3:ResourceAccount.
 */
export function readPolicy<S extends StrategyName>(
  strategy: S,
  config: ConfigOf<S>,
  extras: ReadExtras = {},
): ReadPolicy {
  const statements = STATEMENTS[strategy](config, extras);
  const keys = extras.kmsKeyArns ?? [];
  if (keys.length > 0) statements.push(allow('MooringDecrypts', ['kms:Decrypt'], [...keys]));
  return { Version: '2012-10-17', Statement: statements };
}

/** The document as text to read or to paste. */
export function readPolicyText(policy: ReadPolicy): string {
  return `${JSON.stringify(policy, null, 2)}\n`;
}

const STATEMENTS: { [S in StrategyName]: (config: ConfigOf<S>, extras: ReadExtras) => ReadStatement[] } = {
  eventbridge: (config) => [readsQueue(config)],
  sqs: (config, { logs }) => [
    readsQueue(config),
    ...(logs
      ? readsBucket(config.region, logs.bucketName, logs.prefix ?? 'AWSLogs/')
      : readsAnyBucket(config.region, config.accountID)),
  ],
  s3: (config) => readsBucket(config.region, config.bucketName, config.prefix),
  kinesis: (config) => [allow('MooringReadsTheStream', [...STREAM_ACTIONS], [config.streamARN])],
};

function readsQueue(config: QueueConfig): ReadStatement {
  return allow('MooringReadsTheQueue', [...QUEUE_ACTIONS], [queueArn(config)]);
}

/** From `https://…/<account>/<name>`. The queue's own account stands in its URL, its region in the config. */
export function queueArn({ queueURL, region, accountID }: QueueConfig): string {
  const [name = '', account] = new URL(queueURL).pathname.split('/').filter(Boolean).reverse();
  return `arn:${partitionOfRegion(region)}:sqs:${region}:${account ?? accountID}:${name}`;
}

function readsBucket(region: string, bucketName: string, prefix: string): ReadStatement[] {
  const bucket = `arn:${partitionOfRegion(region)}:s3:::${bucketName}`;
  const root = logRoot(prefix);
  return [
    allow('MooringReadsTheLogs', ['s3:GetObject'], [`${bucket}/${root}*`]),
    allow('MooringListsTheLogs', ['s3:ListBucket'], [bucket], { StringLike: { 's3:prefix': [`${root}*`] } }),
    allow('MooringFindsTheBucket', ['s3:GetBucketLocation'], [bucket]),
    VERIFIES,
  ];
}

function readsAnyBucket(region: string, accountId: string): ReadStatement[] {
  const buckets = `arn:${partitionOfRegion(region)}:s3:::*`;
  const own = { StringEquals: { 's3:ResourceAccount': [accountId] } };
  const folders = { StringLike: { 's3:prefix': ['AWSLogs/*', '*/AWSLogs/*'] } };
  return [
    allow('MooringReadsTheLogs', ['s3:GetObject'], [`${buckets}/AWSLogs/*`], own),
    allow('MooringListsTheLogs', ['s3:ListBucket'], [buckets], { ...own, ...folders }),
    allow('MooringFindsTheBucket', ['s3:GetBucketLocation'], [buckets], own),
    VERIFIES,
  ];
}

/** CloudTrail has no resource for its public keys. */
const VERIFIES = allow('MooringVerifiesTheLogs', ['cloudtrail:ListPublicKeys'], ['*']);

/** A prefix may point at one account's logs; their digests lie beside them, so permissions begin at `AWSLogs/`. */
function logRoot(prefix: string): string {
  const end = prefix.indexOf('AWSLogs/');
  return end < 0 ? prefix : prefix.slice(0, end + 'AWSLogs/'.length);
}

function allow(
  Sid: string,
  Action: string[],
  Resource: string[],
  Condition?: ReadStatement['Condition'],
): ReadStatement {
  return { Sid, Effect: 'Allow', Action, Resource, ...(Condition ? { Condition } : {}) };
}

/** The host at which SQS answers in a region, as a queue's URL has it. */
export function queueUrl(region: string, accountId: string, name: string): string {
  return `https://sqs.${region}.${PARTITIONS[partitionOfRegion(region)].dnsSuffix}/${accountId}/${name}`;
}
