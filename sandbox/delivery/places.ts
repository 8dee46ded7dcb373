import { findBucket, type Held } from '../s3/find';
import { queuesOf } from '../sqs/types';
import type { Account } from '../store/account';
import type { World } from '../store/world';

export type QueuePlace = { owner: Account; region: string; queue: string };

/** What a target names does not exist, now; it is tried again. */
export class PlaceMissing extends Error {}

/** The queue that an ARN or a URL names; a URL of another host than SQS's tells no region, so all are looked through. */
export function queueAt(
  world: World,
  spec: { queueArn?: string | undefined; queueUrl?: string | undefined },
): QueuePlace {
  const given = spec.queueArn ?? spec.queueUrl ?? '';
  const [, arnRegion, arnAccount, arnName] = /^arn:aws:sqs:([\w-]+):(\d{12}):([\w.-]+)$/.exec(given) ?? [];
  const [, urlAccount = '', urlName = ''] = /\/(\d{12})\/([\w.-]+)$/.exec(given) ?? [];
  const urlRegion = /^https?:\/\/(?:sqs\.([\w-]+)\.amazonaws\.com|([\w-]+)\.queue\.amazonaws\.com)/.exec(given);
  const owner = world.accounts.get(arnAccount ?? urlAccount);
  const queue = arnName ?? urlName;
  const region = arnRegion ?? urlRegion?.[1] ?? urlRegion?.[2] ?? (owner && regionWith(owner, queue)) ?? '';
  if (owner && queuesOf(owner, region).get(queue)) return { owner, region, queue };
  throw new PlaceMissing(`The queue ${given} does not exist.`);
}

function regionWith(owner: Account, queue: string): string | undefined {
  for (const [key, table] of owner.kinds) {
    if (key.startsWith('sqs.queue/') && table.get(queue)) return key.slice('sqs.queue/'.length);
  }
  return undefined;
}

export function bucketAt(world: World, name: string): Held {
  const held = findBucket(world, name);
  if (held === undefined) throw new PlaceMissing(`The bucket ${name} does not exist.`);
  return held;
}
