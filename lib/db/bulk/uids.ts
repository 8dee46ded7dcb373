import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

/**
 * `count` UUIDs of version 7 in rising order. One draw of random bytes for all: a draw for each took 5 us, as long as
 * everything else that is done for a row before it is sent.
 */
export function newUids(count: number): string[] {
  if (count === 0) return [];
  const random = randomBytes(16 * count);
  const msecs = Date.now();
  // From the lower half, so that it never wraps within a batch.
  const first = random.readUInt32BE(6) >>> 1;
  return Array.from({ length: count }, (_, n) =>
    uuidv7({ msecs, seq: first + n, random: random.subarray(16 * n, 16 * n + 16) }),
  );
}
