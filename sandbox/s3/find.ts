import { createHash } from 'node:crypto';
import type { Account } from '../store/account';
import type { World } from '../store/world';
import type { Call, Question } from '../wire/action';
import { AwsError } from '../wire/errors';
import type { Bucket, BucketSettings, StoredObject } from './types';

export const bucketsOf = (account: Account) => account.table<Bucket>('s3.bucket', 'global');
export const objectsOf = (account: Account, bucket: string) => account.table<StoredObject>('s3.object', bucket);
export const bucketArn = (name: string) => `arn:aws:s3:::${name}`;
/** The canonical id that access control lists know an account by: 64 hex digits. */
export const canonicalId = (accountId: string) => createHash('sha256').update(`canonical ${accountId}`).digest('hex');

export type Held = { owner: Account; bucket: Bucket };

/** The one name space of buckets goes over all accounts. */
export function findBucket(world: World, name: string): Held | undefined {
  for (const owner of world.accounts.values()) {
    const bucket = bucketsOf(owner).get(name);
    if (bucket) return { owner, bucket };
  }
  return undefined;
}

export const noSuchBucket = () => new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);

/** The bucket, which must be in the region that the request was signed for. */
export function heldBucket(call: Call, name: string | undefined): Held {
  const held = findBucket(call.world, name ?? '');
  if (held === undefined) throw noSuchBucket();
  if (held.bucket.region !== call.region) {
    throw new AwsError(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      301,
      { 'x-amz-bucket-region': held.bucket.region },
    );
  }
  return held;
}

/** What the caller's policies and the bucket's own are asked; `key` makes it a question about an object. */
export function askBucket(action: string, call: Call, name: string | undefined, key?: string): Question {
  const resource = key === undefined ? bucketArn(name ?? '') : `${bucketArn(name ?? '')}/${key}`;
  const held = findBucket(call.world, name ?? '');
  if (held === undefined) return { action, resource };
  heldBucket(call, name);
  return { action, resource, resourcePolicy: held.bucket.settings.policy, ownerId: held.owner.id };
}

export function changeSettings(call: Call, { owner, bucket }: Held, change: BucketSettings): void {
  const settings = { ...bucket.settings, ...change };
  bucketsOf(owner).put(bucket.name, { ...bucket, settings }, call.now);
}
