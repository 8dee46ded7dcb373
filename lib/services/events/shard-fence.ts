import type { Databases } from '@/lib/db/client';
import { inWorkspace, type Transaction } from '@/lib/db/transaction';
import { FenceLostError } from '@/lib/sensor/errors';
import type { ShardFence } from '@/lib/sensor/event-port';

/**
 * Runs `work` in a transaction in which the shard is still this attempt's. Its row is locked against a new attempt until
 * the commit, so a sensor whose lease ran out cannot write (DESIGN section 5).
 */
export function shardFenced<T>(
  db: Databases,
  fence: ShardFence,
  work: (tx: Transaction) => Promise<T>,
  options: { timeoutMs?: number } = {},
): Promise<T> {
  const { workspaceId, sourceId, shard, attempt } = fence;
  return inWorkspace(
    db,
    workspaceId,
    async (tx) => {
      const rows = await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM tenant.event_shard
        WHERE workspace_id = ${workspaceId}::uuid AND source_id = ${sourceId}::uuid AND shard = ${shard}
          AND attempt = ${attempt} AND sensor_id IS NOT NULL
        FOR NO KEY UPDATE`;
      if (rows.length === 0) throw new FenceLostError(`shard ${shard} of ${sourceId}`, attempt);
      return work(tx);
    },
    options,
  );
}
