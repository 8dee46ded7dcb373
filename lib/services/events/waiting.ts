import type { ResourceRef, ScopeKey } from '@/lib/collectors/types';
import type { EventKey, OutcomeRow } from '@/lib/db/bulk/events';
import { jsonForPostgres } from '@/lib/db/bulk/json';
import type { Transaction } from '@/lib/db/transaction';
import type { ShardFence } from '@/lib/sensor/event-port';
import { outcomeOf } from './outcome';
import type { Touch } from './settle-reads';

/** What is read again: `key` is the ref as text. */
export type Place = ScopeKey & { key: string };
type WaitingTouch = EventKey & Omit<Touch, 'key'>;
type WaitingRow = Place & { ref: ResourceRef; attempts: number; waiting: WaitingTouch[] };

export const touchOf = ({ position, effect, time, day, accountId, eventId }: WaitingTouch): Touch => ({
  key: { day, accountId, eventId },
  position,
  effect,
  time,
});

/** The same name for one place to read. */
export const placeText = (place: Place): string => `${place.accountId}/${place.region}/${place.type}/${place.key}`;

/**
 * Takes the rows away, with the events that wait; what must wait on is written anew. Two statements: a row may have been
 * waited for while another transaction added events to it, which only a later statement sees.
 */
export async function takeWaiting(
  tx: Transaction,
  { workspaceId, sourceId }: ShardFence,
  places: readonly Place[],
): Promise<WaitingRow[]> {
  if (places.length === 0) return [];
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
export async function outcomesOf(
  tx: Transaction,
  workspaceId: string,
  events: readonly EventKey[],
): Promise<OutcomeRow[]> {
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
