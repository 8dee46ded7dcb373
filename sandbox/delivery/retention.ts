import { findBucket, objectsOf } from '../s3/find';
import type { TransportContext } from './transports/transport';

const EVERY = 20;

/** Takes a trail's files away once they are older than the target keeps them. Returns what stops it. */
export function expireFiles({ world, spec }: TransportContext<'s3'> | TransportContext<'sqs'>): () => void {
  const { retentionMs, prefix } = spec;
  if (retentionMs === undefined) return () => {};
  const root = prefix ? `${prefix}/AWSLogs/` : 'AWSLogs/';
  const timer = setInterval(
    () => {
      const held = findBucket(world, spec.bucket);
      if (held === undefined) return;
      const before = world.clock.now() - retentionMs;
      const table = objectsOf(held.owner, held.bucket.name);
      for (const [key, { modifiedAt }] of table.entries()) {
        if (modifiedAt < before && key.startsWith(root)) table.drop(key);
      }
    },
    Math.max(retentionMs / EVERY, 1_000),
  );
  return () => clearInterval(timer);
}
