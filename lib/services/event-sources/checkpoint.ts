import type { JsonObject } from '@/lib/collectors/types';
import { Prisma } from '@/lib/db/generated/prisma/client';
import { AppError, notFound } from '@/lib/errors/app-error';
import { STRATEGIES_BY_NAME } from '@/lib/events/strategies/registry';
import { idSchema } from '@/lib/schemas/common';
import { resetCheckpointSchema, type StrategyName } from '@/lib/schemas/event-source';
import { UPKEEP } from '@/lib/sensor/event-port';
import { workspaceWrite } from '../verb';
import { sourceDetail } from './detail';
import { endLeases } from './write';

/** Where a transport keeps its own place there is nothing to set. */
const keepsItsPlace = (strategy: string) => strategy === 'eventbridge' || strategy === 'sqs';

/**
 * Sets where a source goes on reading. What comes twice has its effect once; events older than the log is kept are
 * refused. `conflict` for queues, `stale_version` when somebody changed it.
 */
export const resetCheckpoint = workspaceWrite({
  permission: 'eventSource:write',
  input: resetCheckpointSchema.extend({ eventSourceId: idSchema }),
  async run(tx, { eventSourceId: id, shard, to, version }, { workspaceId, actor, db, now }) {
    const row = await tx.eventSource.findUnique({ where: { workspaceId_id: { workspaceId, id } } });
    if (!row) throw notFound('event source');
    if (keepsItsPlace(row.strategy)) {
      throw new AppError(
        'conflict',
        'A queue keeps its own place: what was deleted from it does not come again. To fill gaps, run a scan.',
      );
    }
    const { count } = await tx.eventSource.updateMany({
      where: { workspaceId, id, version },
      data: { version: version + 1, updatedBy: actor.label, updatedAt: now() },
    });
    if (count === 0)
      throw new AppError('stale_version', `${row.updatedBy} changed this event source meanwhile. Load it again.`);
    const strategy = STRATEGIES_BY_NAME[row.strategy as StrategyName];
    const at = to === 'latest' || to === 'oldest' ? to : Date.parse(to);
    const shards = await tx.eventShard.findMany({
      where: { workspaceId, sourceId: id, shard: shard ?? { not: UPKEEP } },
      select: { shard: true },
    });
    if (shard !== undefined && shards.length === 0) throw notFound('shard');
    for (const one of shards) {
      const checkpoint: JsonObject | null = strategy.checkpointAt(one.shard, at);
      await tx.eventShard.update({
        where: { workspaceId_sourceId_shard: { workspaceId, sourceId: id, shard: one.shard } },
        data: {
          checkpoint: checkpoint === null ? Prisma.DbNull : (checkpoint as Prisma.InputJsonObject),
          finished: false,
        },
      });
    }
    await endLeases(tx, workspaceId, id);
    return sourceDetail(tx, db, workspaceId, id);
  },
  audit: ({ eventSourceId: id, shard, to }, { name }) => ({
    action: 'event_source.reset_checkpoint',
    target: { kind: 'event_source', id, label: name },
    detail: { shard: shard ?? 'all', to },
  }),
});
