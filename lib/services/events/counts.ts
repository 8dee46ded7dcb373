import type { Transaction } from '@/lib/db/transaction';
import type { ShardFence } from '@/lib/sensor/event-port';

/** Latency is counted in buckets that double: up to 50 ms, 100 ms, … the last has all that took longer. */
export const LATENCY_BUCKETS = 16;
export const latencyBucket = (ms: number): number =>
  Math.min(LATENCY_BUCKETS - 1, Math.max(0, Math.ceil(Math.log2(Math.max(1, ms) / 50))));
/** The most that a bucket's events took, in ms. */
export const bucketCeiling = (bucket: number): number => 50 * 2 ** bucket;

export type EventCounts = {
  received: number;
  readOnly: number;
  failed: number;
  foreign: number;
  tooOld: number;
  other: number;
  duplicate: number;
  kept: number;
  applied: number;
  quarantined: number;
  /** Event to commit, ms, of each event that ended. */
  latencies: readonly number[];
};

export const NO_COUNTS: EventCounts = {
  received: 0,
  readOnly: 0,
  failed: 0,
  foreign: 0,
  tooOld: 0,
  other: 0,
  duplicate: 0,
  kept: 0,
  applied: 0,
  quarantined: 0,
  latencies: [],
};

/** Adds to the minute's counts of a shard. */
export async function countEvents(tx: Transaction, fence: ShardFence, counts: EventCounts): Promise<void> {
  const { latencies, ...numbers } = counts;
  if (latencies.length === 0 && Object.values(numbers).every((number) => number === 0)) return;
  const latency = Array.from({ length: LATENCY_BUCKETS }, () => 0);
  for (const ms of latencies) latency[latencyBucket(ms)] = (latency[latencyBucket(ms)] ?? 0) + 1;
  await tx.$executeRaw`
    INSERT INTO tenant.event_count AS c (workspace_id, source_id, shard, minute, received, read_only, failed, foreign_account,
      too_old, other, duplicate, kept, applied, quarantined, latency)
    VALUES (${fence.workspaceId}::uuid, ${fence.sourceId}::uuid, ${fence.shard}, date_trunc('minute', clock_timestamp()),
      ${counts.received}, ${counts.readOnly}, ${counts.failed}, ${counts.foreign}, ${counts.tooOld}, ${counts.other},
      ${counts.duplicate}, ${counts.kept}, ${counts.applied}, ${counts.quarantined}, ${latency}::int[])
    ON CONFLICT (workspace_id, source_id, minute, shard) DO UPDATE
    SET received = c.received + excluded.received, read_only = c.read_only + excluded.read_only,
      failed = c.failed + excluded.failed, foreign_account = c.foreign_account + excluded.foreign_account,
      too_old = c.too_old + excluded.too_old, other = c.other + excluded.other,
      duplicate = c.duplicate + excluded.duplicate, kept = c.kept + excluded.kept, applied = c.applied + excluded.applied,
      quarantined = c.quarantined + excluded.quarantined,
      latency = ARRAY(SELECT coalesce(a, 0) + coalesce(b, 0) FROM unnest(c.latency, excluded.latency) AS l(a, b))`;
}
