import type { ResourceRef } from '@/lib/collectors/types';
import { type EventKey, writeOutcomes } from '@/lib/db/bulk/events';
import { jsonForPostgres } from '@/lib/db/bulk/json';
import { notifyChange } from '@/lib/db/changes';
import type { Transaction } from '@/lib/db/transaction';
import type { Reread, RereadResult, ShardFence, SubmittedEvents } from '@/lib/sensor/event-port';
import type { ServiceContext } from '../context';
import { countEvents, NO_COUNTS } from './counts';
import { outcomeOf } from './outcome';
import { scopeOwners } from './prepare';
import { scheduleRelists } from './relist-rows';
import type { ReadTarget } from './settle-reads';
import { shardFenced } from './shard-fence';
import { keyText, settleTargets, tally, unreadableScopes } from './submit';

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

type WaitingRow = {
  key: string;
  accountId: string;
  region: string;
  type: string;
  ref: ResourceRef;
  attempts: number;
} & {
  waiting: (EventKey & { position: number; effect: 'upsert' | 'delete'; time: number })[];
};

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
      const touches = row.waiting.map(({ position, effect, time, ...key }) => ({ key, position, effect, time }));
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

const placeText = (place: { accountId: string; region: string; type: string; key: string }) =>
  `${place.accountId}/${place.region}/${place.type}/${place.key}`;

/**
 * Takes the rows away, with the events that wait; what must wait on is written anew. Two statements: a row may have been
 * waited for while another transaction added events to it, which only a later statement sees.
 */
async function takeWaiting(
  tx: Transaction,
  { workspaceId, sourceId }: ShardFence,
  places: readonly RereadResult[],
): Promise<WaitingRow[]> {
  const json = jsonForPostgres(places.map(({ accountId, region, type, key }) => ({ accountId, region, type, key })));
  const taken = await tx.$queryRaw<(Omit<WaitingRow, 'waiting'> & { waiting: (EventKey & { position: number })[] })[]>`
    DELETE FROM tenant.event_reread r
    USING json_to_recordset(${json}::json) AS x("accountId" text, region text, type text, key text)
    WHERE r.workspace_id = ${workspaceId}::uuid AND r.source_id = ${sourceId}::uuid AND r.account_id = x."accountId"
      AND r.region = x.region AND r.type = x.type AND r.ref_key = x.key
    RETURNING r.ref_key AS key, r.account_id AS "accountId", r.region, r.type, r.ref, r.attempts, r.waiting`;
  const wanted = taken.flatMap(({ waiting }, n) => waiting.map((one) => ({ n, ...one })));
  if (wanted.length === 0) return [];
  const touches = await tx.$queryRaw<(WaitingRow['waiting'][number] & { n: number })[]>`
    SELECT w.n, to_char(e.day, 'YYYY-MM-DD') AS day, e.account_id AS "accountId", e.event_id AS "eventId", o.position::int, o.effect,
      (extract(epoch FROM e.time) * 1000)::float8 AS time
    FROM json_to_recordset(${jsonForPostgres(wanted)}::json) AS w(n int, day date, "accountId" text, "eventId" text, position smallint)
    JOIN tenant.event e ON e.workspace_id = ${workspaceId}::uuid AND e.day = w.day AND e.account_id = w."accountId"
      AND e.event_id = w."eventId"
    JOIN tenant.event_touch o ON o.workspace_id = e.workspace_id AND o.day = e.day AND o.account_id = e.account_id
      AND o.event_id = e.event_id AND o.position = w.position
    ORDER BY w.n, e.time`;
  const touchesOf = Map.groupBy(touches, ({ n }) => n);
  return taken.map((row, n) => ({ ...row, waiting: (touchesOf.get(n) ?? []).map(({ n: _n, ...touch }) => touch) }));
}

/** By all touches of each event, also those that were settled before. */
async function outcomesOf(tx: Transaction, workspaceId: string, events: readonly EventKey[]) {
  if (events.length === 0) return [];
  const rows = await tx.$queryRaw<(EventKey & { results: string[] })[]>`
    SELECT to_char(o.day, 'YYYY-MM-DD') AS day, o.account_id AS "accountId", o.event_id AS "eventId", array_agg(o.result) AS results
    FROM json_to_recordset(${jsonForPostgres(events)}::json) AS x(day date, "accountId" text, "eventId" text)
    JOIN tenant.event_touch o ON o.workspace_id = ${workspaceId}::uuid AND o.day = x.day AND o.account_id = x."accountId"
      AND o.event_id = x."eventId"
    GROUP BY 1, 2, 3`;
  return rows.map(({ results, ...key }) => ({
    ...key,
    ...outcomeOf(
      results.map((result) => ({
        result,
        reason: result === 'unreadable' ? 'AWS did not answer the re-reads.' : null,
      })),
    ),
  }));
}
