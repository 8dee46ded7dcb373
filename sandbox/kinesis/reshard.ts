import type { HeldStream } from './find';
import { sequenceNumber } from './sequence';
import { type Shard, shardsOf, streamsOf } from './types';

type Range = { from: bigint; to: bigint };

const rangeOf = (shard: Shard): Range => ({ from: BigInt(shard.fromHash), to: BigInt(shard.toHash) });
export const isOpen = ({ closedAt }: Shard) => closedAt === undefined;

/** Adds a shard; its sequence numbers are later than those of its parents. */
export function openShard(held: HeldStream, { from, to }: Range, now: number, parents: readonly Shard[] = []): Shard {
  const { owner, region } = held;
  const stream = streamsOf(owner, region).get(held.stream.name) ?? held.stream;
  const id = `shardId-${String(stream.shardsMade).padStart(12, '0')}`;
  const epoch = Math.max(Math.floor(now / 1000), ...parents.map((parent) => parent.epoch + 1));
  const shard: Shard = {
    id,
    parentId: parents[0]?.id,
    adjacentParentId: parents[1]?.id,
    fromHash: String(from),
    toHash: String(to),
    openedAt: now,
    epoch,
    given: 1,
    firstSequence: sequenceNumber({ id, epoch }, 0, now),
  };
  shardsOf(owner, region, stream.name).load(id, shard);
  streamsOf(owner, region).load(stream.name, { ...stream, shardsMade: stream.shardsMade + 1 });
  return shard;
}

function closeShard({ owner, region, stream }: HeldStream, shard: Shard, now: number): void {
  const lastSequence = sequenceNumber(shard, shard.given, now);
  shardsOf(owner, region, stream.name).load(shard.id, {
    ...shard,
    given: shard.given + 1,
    closedAt: now,
    lastSequence,
  });
}

/** Two shards in its place, the second from `at` on. */
export function split(held: HeldStream, shard: Shard, at: bigint, now: number): void {
  const { from, to } = rangeOf(shard);
  closeShard(held, shard, now);
  openShard(held, { from, to: at - 1n }, now, [shard]);
  openShard(held, { from: at, to }, now, [shard]);
}

/** One shard in the place of two whose ranges meet. */
export function merge(held: HeldStream, first: Shard, second: Shard, now: number): void {
  const ranges = [rangeOf(first), rangeOf(second)];
  closeShard(held, first, now);
  closeShard(held, second, now);
  const from = ranges.map((range) => range.from).reduce((a, b) => (a < b ? a : b));
  const to = ranges.map((range) => range.to).reduce((a, b) => (a > b ? a : b));
  openShard(held, { from, to }, now, [first, second]);
}

export const meet = (first: Shard, second: Shard) =>
  rangeOf(first).to + 1n === rangeOf(second).from || rangeOf(second).to + 1n === rangeOf(first).from;

/** As many open shards as asked: the widest is split, or the two narrowest neighbours are merged, until there are. */
export function scale(held: HeldStream, target: number, now: number): void {
  const { owner, region, stream } = held;
  const width = (shard: Shard) => rangeOf(shard).to - rangeOf(shard).from;
  for (;;) {
    const open = shardsOf(owner, region, stream.name)
      .list()
      .filter(isOpen)
      .sort((a, b) => (BigInt(a.fromHash) < BigInt(b.fromHash) ? -1 : 1));
    if (open.length === target) return;
    if (open.length < target) {
      const widest = open.reduce((a, b) => (width(b) > width(a) ? b : a));
      split(held, widest, rangeOf(widest).from + (width(widest) + 1n) / 2n, now);
    } else {
      const pairs = open.slice(1).map((second, n) => [open[n] ?? second, second] as const);
      const [first, second] = pairs.reduce((a, b) => (width(b[0]) + width(b[1]) < width(a[0]) + width(a[1]) ? b : a));
      merge(held, first, second, now);
    }
  }
}
