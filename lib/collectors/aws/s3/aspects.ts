import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketReplicationCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { classifyAwsError } from '@/lib/aws/errors';
import { enrich } from '@/lib/collectors/reads/gaps';
import type { CollectContext, Gap } from '@/lib/collectors/types';

type S3 = CollectContext['clients']['s3'];
type Options = { abortSignal: AbortSignal };
type Read = (s3: S3, Bucket: string, options: Options) => Promise<object | null | undefined>;

/** What S3 answers where there is none of it: a value, not a failure. */
const NONE: ReadonlySet<string> = new Set([
  'ServerSideEncryptionConfigurationNotFoundError',
  'NoSuchPublicAccessBlockConfiguration',
  'NoSuchBucketPolicy',
  'NoSuchLifecycleConfiguration',
  'OwnershipControlsNotFoundError',
  'NoSuchTagSet',
  'ReplicationConfigurationNotFoundError',
]);

/** Each part of a bucket has a call and an action of its own. The policy comes before its status, which needs one. */
export const ASPECTS = {
  policy: {
    action: 's3:GetBucketPolicy',
    read: (s3, Bucket, options) => s3.send(new GetBucketPolicyCommand({ Bucket }), options),
  },
  policyStatus: {
    action: 's3:GetBucketPolicyStatus',
    read: async (s3, Bucket, options) =>
      (await s3.send(new GetBucketPolicyStatusCommand({ Bucket }), options)).PolicyStatus,
  },
  publicAccessBlock: {
    action: 's3:GetBucketPublicAccessBlock',
    read: async (s3, Bucket, options) =>
      (await s3.send(new GetPublicAccessBlockCommand({ Bucket }), options)).PublicAccessBlockConfiguration,
  },
  acl: {
    action: 's3:GetBucketAcl',
    read: (s3, Bucket, options) => s3.send(new GetBucketAclCommand({ Bucket }), options),
  },
  ownershipControls: {
    action: 's3:GetBucketOwnershipControls',
    read: async (s3, Bucket, options) =>
      (await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }), options)).OwnershipControls,
  },
  encryption: {
    action: 's3:GetEncryptionConfiguration',
    read: async (s3, Bucket, options) =>
      (await s3.send(new GetBucketEncryptionCommand({ Bucket }), options)).ServerSideEncryptionConfiguration,
  },
  versioning: {
    action: 's3:GetBucketVersioning',
    read: (s3, Bucket, options) => s3.send(new GetBucketVersioningCommand({ Bucket }), options),
  },
  logging: {
    action: 's3:GetBucketLogging',
    read: async (s3, Bucket, options) =>
      (await s3.send(new GetBucketLoggingCommand({ Bucket }), options)).LoggingEnabled,
  },
  lifecycle: {
    action: 's3:GetLifecycleConfiguration',
    read: (s3, Bucket, options) => s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }), options),
  },
  replication: {
    action: 's3:GetReplicationConfiguration',
    read: async (s3, Bucket, options) =>
      (await s3.send(new GetBucketReplicationCommand({ Bucket }), options)).ReplicationConfiguration,
  },
  notification: {
    action: 's3:GetBucketNotification',
    read: (s3, Bucket, options) => s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }), options),
  },
  tags: {
    action: 's3:GetBucketTagging',
    read: (s3, Bucket, options) => s3.send(new GetBucketTaggingCommand({ Bucket }), options),
  },
} as const satisfies Record<string, { action: string; read: Read }>;

export type AspectName = keyof typeof ASPECTS;
type Answer<Name extends AspectName> = NonNullable<Awaited<ReturnType<(typeof ASPECTS)[Name]['read']>>> | null;

/** What was read of a bucket; null where S3 says there is none, absent where it could not be read. */
export type Aspects = { [Name in AspectName]?: Answer<Name> };

class BucketGone extends Error {}

/** Reads every part of one bucket of this region; null when the bucket was deleted meanwhile. */
export async function readAspects(
  ctx: CollectContext,
  bucket: string,
): Promise<{ aspects: Aspects; gaps: Gap[] } | null> {
  const aspects: Aspects = {};
  const gaps: Gap[] = [];
  const take = async (name: AspectName) => {
    const { action, read } = ASPECTS[name];
    const { value, gap } = await enrich<object | 'gone' | null>(name, action, ctx.signal, () =>
      orNone(read(ctx.clients.s3, bucket, { abortSignal: ctx.signal })),
    );
    if (value === 'gone') throw new BucketGone();
    if (gap) gaps.push(gap);
    else Object.assign(aspects, { [name]: value });
  };
  const { policyStatus: _status, ...others } = ASPECTS;
  try {
    await settled((Object.keys(others) as AspectName[]).map(take));
    if (aspects.policy === null) aspects.policyStatus = null;
    else await take('policyStatus');
  } catch (error) {
    if (error instanceof BucketGone) return null;
    throw error;
  }
  return { aspects, gaps };
}

/** Waits for all before the first failure is thrown, so that nothing goes on unseen. */
async function settled(work: Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}

async function orNone(read: Promise<object | null | undefined>): Promise<object | 'gone' | null> {
  try {
    return (await read) ?? null;
  } catch (error) {
    const { code } = classifyAwsError(error);
    if (NONE.has(code)) return null;
    if (code === 'NoSuchBucket') return 'gone';
    throw error;
  }
}
