import type { Shard } from './types';

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

/**
 * The `index`th sequence number of a shard: 186 bits in AWS's arrangement (version, second of the shard, count, second of
 * the record, shard, version), so that it has 56 decimal digits and grows within a shard and from parent to child.
 */
export function sequenceNumber(shard: Pick<Shard, 'id' | 'epoch'>, index: number, at: number): string {
  const seconds = Math.floor(at / 1000);
  const number = Number(shard.id.slice('shardId-'.length));
  const text = `2${hex(shard.epoch, 9)}${hex(index, 16)}000${hex(seconds, 9)}${hex(number, 8)}2`;
  return padded(BigInt(`0x${text}`));
}

export const padded = (value: bigint) => value.toString().padStart(56, '0');
