import type { ResourceRef } from '@/lib/collectors/types';
import { writeOutcomes } from '@/lib/db/bulk/events';
import { notifyChange } from '@/lib/db/changes';
import type { Reread, RereadResult, ShardFence, SubmittedEvents } from '@/lib/sensor/event-port';
import type { ServiceContext } from '../context';
import { countEvents, NO_COUNTS } from './counts';
import { scopeOwners } from './prepare';
import { scheduleRelists } from './relist-rows';
import type { ReadTarget } from './settle-reads';
import { shardFenced } from './shard-fence';
import { keyText, settleTargets, tally, unreadableScopes } from './submit';
import { outcomesOf, placeText, takeWaiting, touchOf } from './waiting';

type Deps = Pick<ServiceContext, 'db'>;
type DueRow = {
  accountId: string;
  region: string;
  type: string;
  key: string;
  ref: ResourceRef;
  expect: Reread['expect'];
};

/** Reads of the source that are to be made again now, the longest due first. */
export function dueRereads(deps: Deps, fence: ShardFence, most: number): Promise<Reread[]> {
  return shardFenced(deps.db, fence, async (tx) => {
    const rows = await tx.$queryRaw<DueRow[]>`
      SELECT account_id AS "accountId", region, type, ref_key AS key, ref, expect FROM tenant.event_reread
      WHERE workspace_id = ${fence.workspaceId}::uuid AND source_id = ${fence.sourceId}::uuid AND due_at <= clock_timestamp()
      ORDER BY due_at LIMIT ${most}::int`;
    const owners = await scopeOwners(tx, fence.workspaceId, rows);
    return rows.map((row, n) => ({ ...row, owner: owners[n] ?? null }));
  });
}

/** Settles reads made again. What still contradicts waits for its next; the rest ends. One transaction. */
export function settleRereads(
  deps: Deps,
  fence: ShardFence,
  results: readonly RereadResult[],
): Promise<SubmittedEvents> {
  return shardFenced(deps.db, fence, async (tx) => {
    const rows = await takeWaiting(tx, fence, results);
    const resultOf = new Map(results.map(({ result, ...one }) => [placeText(one), result]));
    const targets = rows.flatMap((row): ReadTarget[] => {
      const result = resultOf.get(placeText(row));
      const { accountId, region, type, ref, attempts } = row;
      const touches = row.waiting.map(touchOf);
      return result && touches.length > 0 ? [{ accountId, region, type, ref, attempts, touches, result }] : [];
    });
    const { touched } = await settleTargets(tx, fence, targets);
    const events = [
      ...new Map(
        touched.map(({ day, accountId, eventId }) => {
          const key = { day, accountId, eventId };
          return [keyText(key), key] as const;
        }),
      ).values(),
    ];
    const outcomes = await outcomesOf(tx, fence.workspaceId, events);
    const latencies = await writeOutcomes(tx, fence.workspaceId, outcomes);
    await scheduleRelists(tx, fence, unreadableScopes(touched));
    const result = tally(outcomes);
    await countEvents(tx, fence, { ...NO_COUNTS, applied: result.applied, latencies });
    if (latencies.length > 0) await notifyChange(tx, `events:${fence.workspaceId}`);
    return result;
  });
}
