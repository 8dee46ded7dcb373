import type { World } from '../store/world';
import { AwsError } from '../wire/errors';

const CALLS_A_SECOND = 5;
const BYTES_A_SECOND = 2 * 1024 * 1024;

/** What a shard has been asked for lately: moments of calls, and bytes that drain at two megabytes a second. */
type Use = { calls: number[]; owed: number; at: number };

const uses = new WeakMap<World, Map<string, Use>>();

function recentOf(world: World, shard: string): Use {
  const ofWorld = uses.get(world) ?? new Map<string, Use>();
  uses.set(world, ofWorld);
  const use = ofWorld.get(shard) ?? { calls: [], owed: 0, at: 0 };
  ofWorld.set(shard, use);
  return use;
}

/** Counts a read of a shard (by an id that is its own in the world). Throws when it is one too many (Kinesis quotas, GetRecords). */
export function countRead(world: World, shard: string, describe: string): Use {
  const now = world.clock.now();
  const use = recentOf(world, shard);
  use.calls = use.calls.filter((at) => at > now - 1000);
  use.owed = Math.max(0, use.owed - ((now - use.at) / 1000) * BYTES_A_SECOND);
  use.at = now;
  if (use.calls.length >= CALLS_A_SECOND || use.owed > BYTES_A_SECOND) {
    throw new AwsError('ProvisionedThroughputExceededException', `Rate exceeded for ${describe}.`);
  }
  use.calls.push(now);
  return use;
}
