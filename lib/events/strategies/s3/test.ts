import { GetBucketLocationCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { classifyAwsError } from '@/lib/aws/errors';
import { trailObjectOf } from '@/lib/events/decode/object-key';
import { checkPermissions, failedCheck } from '@/lib/events/strategies/permissions';
import { partitionOf } from '@/lib/events/strategies/queue/place';
import type { StrategyContext } from '@/lib/events/strategies/types';
import type { BucketConfig, ConnectionCheck } from '@/lib/schemas/event-source';
import { findShards, foldersOf } from './list';
import { partsOf, rootOf } from './place';

/** Looks at a bucket without reading an object: a file's head tells whether it may be read. */
export async function* testBucket(ctx: StrategyContext, config: BucketConfig): AsyncGenerator<ConnectionCheck> {
  const exists = await locateBucket(ctx, config);
  yield exists;
  if (exists.state === 'failed') return;
  let shards: string[];
  try {
    shards = await findShards(ctx, config);
  } catch (error) {
    const fix = `Allow s3:ListBucket on arn:${partitionOf(config.region)}:s3:::${config.bucketName}.`;
    yield failedCheck('permission:s3:ListBucket', 'May list the bucket', error, fix);
    return;
  }
  yield listed(config, shards);
  yield found(config, shards);
  const key = await anyLogFile(ctx, config, shards);
  if (key !== null) yield* headObject(ctx, config, key);
  else yield* checkPermissions(ctx, config.region, [getObject(config, `${rootOf(config)}*`)]);
}

async function locateBucket(
  ctx: StrategyContext,
  { bucketName, region, accountID }: BucketConfig,
): Promise<ConnectionCheck> {
  const head = { key: 'bucketExists', title: 'The bucket exists, in this region and account' };
  // Not HeadBucket: that needs to list the whole bucket, and the read policy grants its logs only.
  const command = new GetBucketLocationCommand({ Bucket: bucketName, ExpectedBucketOwner: accountID });
  try {
    const { LocationConstraint } = await ctx.clients(region).s3.send(command, { abortSignal: ctx.signal });
    const place = LocationConstraint === 'EU' ? 'eu-west-1' : (LocationConstraint ?? 'us-east-1');
    if (place === region) {
      return { ...head, state: 'ok', evidence: `${bucketName} of account ${accountID} in ${region}.`, fix: null };
    }
    return { ...head, state: 'failed', evidence: `The bucket is in ${place}.`, fix: `Set the region to ${place}.` };
  } catch (error) {
    const told = (error as { $response?: { headers?: Record<string, string> } }).$response?.headers?.[
      'x-amz-bucket-region'
    ];
    const { kind } = classifyAwsError(error);
    const fix =
      told && told !== region
        ? `Set the region to ${told}.`
        : kind === 'denied'
          ? 'Allow s3:GetBucketLocation on the bucket, and check that it belongs to the account that the configuration names.'
          : 'Correct the bucket’s name, or create it.';
    return failedCheck(head.key, head.title, error, fix);
  }
}

const listed = ({ bucketName }: BucketConfig, shards: readonly string[]): ConnectionCheck => ({
  key: 'permission:s3:ListBucket',
  title: 'May list the bucket',
  state: 'ok',
  evidence: `${bucketName} was listed; ${shards.length} pairs of account and region have logs.`,
  fix: null,
});

function found(config: BucketConfig, shards: readonly string[]): ConnectionCheck {
  const root = rootOf(config);
  const none = shards.length === 0;
  return {
    key: 'logFiles',
    title: 'CloudTrail writes here',
    state: none ? 'warning' : 'ok',
    evidence: none
      ? `Under ${root} there is no folder of CloudTrail's.`
      : `${shards.slice(0, 6).join(', ')}${shards.length > 6 ? ` and ${shards.length - 6} more` : ''}.`,
    fix: none
      ? 'Check the prefix: it ends before the account ids. A new trail writes its first file within 15 minutes.'
      : null,
  };
}

async function anyLogFile(
  ctx: StrategyContext,
  config: BucketConfig,
  shards: readonly string[],
): Promise<string | null> {
  const parts = partsOf(shards[0] ?? '');
  const [folder] = parts ? await foldersOf(ctx, config, parts) : [];
  if (folder === undefined) return null;
  const command = new ListObjectsV2Command({
    Bucket: config.bucketName,
    Prefix: folder,
    MaxKeys: 1,
    ExpectedBucketOwner: config.accountID,
  });
  const { Contents } = await ctx.clients(config.region).s3.send(command, { abortSignal: ctx.signal });
  const key = Contents?.[0]?.Key ?? '';
  return trailObjectOf(key)?.kind === 'log' ? key : null;
}

async function* headObject(ctx: StrategyContext, config: BucketConfig, key: string): AsyncGenerator<ConnectionCheck> {
  const ask = getObject(config, key);
  const command = new HeadObjectCommand({ Bucket: config.bucketName, Key: key, ExpectedBucketOwner: config.accountID });
  let kmsKey: string | undefined;
  try {
    const head = await ctx.clients(config.region).s3.send(command, { abortSignal: ctx.signal });
    kmsKey = head.SSEKMSKeyId;
    yield {
      key: `permission:${ask.action}`,
      title: ask.title,
      state: 'ok',
      evidence: `The head of ${key} was read.`,
      fix: null,
    };
    yield {
      key: 'encryption',
      title: 'Encryption',
      state: 'ok',
      evidence: kmsKey
        ? `Files are encrypted with ${kmsKey}: reading needs kms:Decrypt on it.`
        : `Files are encrypted by S3 itself (${head.ServerSideEncryption ?? 'none'}).`,
      fix: null,
    };
  } catch (error) {
    yield failedCheck(`permission:${ask.action}`, ask.title, error, `Allow s3:GetObject on ${ask.resource}.`);
  }
  if (!kmsKey) return;
  const without = 'Files cannot be read, unless the key’s own policy allows it.';
  yield* checkPermissions(ctx, config.region, [
    { action: 'kms:Decrypt', resource: kmsKey, title: 'May decrypt log files', required: false, without },
  ]);
}

const getObject = ({ bucketName, region }: BucketConfig, key: string) => ({
  action: 's3:GetObject',
  resource: `arn:${partitionOf(region)}:s3:::${bucketName}/${key}`,
  title: 'May read log files',
  required: true,
  without: 'No event can be read.',
});
