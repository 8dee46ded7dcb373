import type { Databases } from '@/lib/db/client';
import { inWorkspace, type Transaction } from '@/lib/db/transaction';
import { FenceLostError } from '@/lib/sensor/errors';
import type { ShardFence } from '@/lib/sensor/event-port';

/** A worker that dies is replaced after this and one look for free shards: 12 s in all. */
export const SHARD_LEASE_MS = 10_000;
/** No heartbeat gets by a write's lock: a write that took longer, or finds the lease not renewed for long, renews it itself. */
const LONG_WRITE_MS = 1_500;
const RENEWED_WITHIN_MS = 4_500;

/** A deadlock is nobody's fault and gone when one of the two begins again. */
const TRIES = 3;

const isDeadlock = (error: unknown): boolean =>
  error instanceof Error &&
  ('code' in error && error.code === 'P2034' ? true : /40P01|deadlock detected/.test(error.message));

/**
 * Runs `work` in a transaction in which the shard is still this attempt's. Its row is locked against a new attempt until
 * the commit, so a sensor whose lease ran out cannot write (DESIGN section 5). After a deadlock `work` runs again.
 */
export async function shardFenced<T>(
  db: Databases,
  fence: ShardFence,
  work: (tx: Transaction) => Promise<T>,
  options: { timeoutMs?: number } = {},
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await fencedOnce(db, fence, work, options);
    } catch (error) {
      if (tries >= TRIES || !isDeadlock(error)) throw error;
    }
  }
}

function fencedOnce<T>(
  db: Databases,
  fence: ShardFence,
  work: (tx: Transaction) => Promise<T>,
  options: { timeoutMs?: number },
): Promise<T> {
  const { workspaceId, sourceId, shard, attempt } = fence;
  return inWorkspace(
    db,
    workspaceId,
    async (tx) => {
      const [row] = await tx.$queryRaw<{ due: boolean }[]>`
        SELECT lease_until < clock_timestamp() + make_interval(secs => ${(SHARD_LEASE_MS - RENEWED_WITHIN_MS) / 1000}::float8) AS due
        FROM tenant.event_shard
        WHERE workspace_id = ${workspaceId}::uuid AND source_id = ${sourceId}::uuid AND shard = ${shard}
          AND attempt = ${attempt} AND sensor_id IS NOT NULL
        FOR NO KEY UPDATE`;
      if (!row) throw new FenceLostError(`shard ${shard} of ${sourceId}`, attempt);
      const began = performance.now();
      const done = await work(tx);
      if (row.due || performance.now() - began > LONG_WRITE_MS) await renew(tx, fence);
      return done;
    },
    options,
  );
}

async function renew(tx: Transaction, { workspaceId, sourceId, shard, attempt }: ShardFence): Promise<void> {
  await tx.$executeRaw`
    UPDATE tenant.event_shard SET lease_until = clock_timestamp() + make_interval(secs => ${SHARD_LEASE_MS / 1000}::float8)
    WHERE workspace_id = ${workspaceId}::uuid AND source_id = ${sourceId}::uuid AND shard = ${shard}
      AND attempt = ${attempt} AND sensor_id IS NOT NULL`;
}
