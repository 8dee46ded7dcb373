import type { Account } from '../store/account';
import type { HeldStream } from './find';
import { openShard } from './reshard';
import { LAST_HASH, type Stream, streamsOf } from './types';

type Options = {
  at: number;
  shards?: number;
  mode?: Stream['mode'];
  retentionHours?: number;
  keyId?: string;
  tags?: Readonly<Record<string, string>>;
};

/** Adds a stream whose shards share the hash keys evenly. */
export function addStream(account: Account, region: string, name: string, options: Options): HeldStream {
  const { at, shards = 1, mode = 'PROVISIONED', retentionHours = 24, keyId, tags = {} } = options;
  const stream: Stream = { name, createdAt: at, mode, retentionHours, keyId, tags, shardsMade: 0 };
  streamsOf(account, region).put(name, stream, at);
  const held = { owner: account, region, stream };
  const count = BigInt(shards);
  const width = (LAST_HASH + 1n) / count;
  for (let n = 0n; n < count; n += 1n) {
    openShard(held, { from: n * width, to: n === count - 1n ? LAST_HASH : (n + 1n) * width - 1n }, at);
  }
  return held;
}
