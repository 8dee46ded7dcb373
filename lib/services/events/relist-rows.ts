import { collectorByType } from '@/lib/collectors/registry';
import type { ScopeKey } from '@/lib/collectors/types';
import type { EventKey } from '@/lib/db/bulk/events';
import { jsonForPostgres } from '@/lib/db/bulk/json';
import type { Transaction } from '@/lib/db/transaction';
import type { EventBatch } from '@/lib/sensor/event-port';
import { scopeOwners } from './prepare';

/** A scope to list again, with the events because of which. */
export type RelistRow = ScopeKey & { waiting: readonly EventKey[] };

/** Before the first list: what comes in one go (a fleet that starts) is one list. */
const FIRST_AFTER_S = 3;
/** Between two lists of one scope, however many events ask. */
export const RELIST_APART_S = 15;
/** Events that may be named as what brought a change that such a list finds. */
const MOST_WAITING = 20;

/** The scopes that somebody watches of those in which new events changed what they do not name, by event. */
export async function watchedUntold(
  tx: Transaction,
  workspaceId: string,
  { events, untold }: Pick<EventBatch, 'events' | 'untold'>,
): Promise<ReadonlyMap<number, ScopeKey[]>> {
  const asked = untold.map(({ event, type, region }) => {
    const accountId = events[event]?.record.recipientAccountId ?? '';
    return { event, scope: { accountId, region, type } };
  });
  const scopes = new Map(asked.map(({ scope }) => [scopeText(scope), scope]));
  const owners = await scopeOwners(tx, workspaceId, [...scopes.values()]);
  const watched = new Set([...scopes.keys()].filter((_, n) => owners[n] !== null));
  const kept = asked.filter(({ scope }) => watched.has(scopeText(scope)));
  return new Map(
    [...Map.groupBy(kept, ({ event }) => event)].map(([event, of]) => [event, of.map(({ scope }) => scope)]),
  );
}

const scopeText = ({ accountId, region, type }: ScopeKey) => `${accountId}/${region}/${type}`;

/** What an event's page says of scopes that are listed again. */
export function untoldText(scopes: readonly ScopeKey[]): string | null {
  if (scopes.length === 0) return null;
  const titles = [...new Set(scopes.map(({ type }) => collectorByType(type)?.title ?? type))];
  const regions = [...new Set(scopes.map(({ region }) => region))];
  return `It may have changed more than it names, so a list is made again in ${regions.join(', ')}: ${titles.join(', ')}.`;
}

/** Makes lists due, at most one a scope, in one order so that two consumers never wait for each other in a circle. */
export async function scheduleRelists(
  tx: Transaction,
  at: { workspaceId: string; sourceId: string },
  rows: readonly RelistRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const scopes = Map.groupBy(rows, scopeText);
  const json = jsonForPostgres(
    [...scopes.values()].map((of) => {
      const [{ accountId, region, type } = { accountId: '', region: '', type: '' }] = of;
      return { accountId, region, type, waiting: of.flatMap(({ waiting }) => waiting).slice(-MOST_WAITING) };
    }),
  );
  await tx.$executeRaw`
    INSERT INTO tenant.event_relist AS r (workspace_id, account_id, region, type, source_id, due_at, asked_at, waiting)
    SELECT ${at.workspaceId}::uuid, x."accountId", x.region, x.type, ${at.sourceId}::uuid,
      clock_timestamp() + make_interval(secs => ${FIRST_AFTER_S}::float8), clock_timestamp(), x.waiting
    FROM json_to_recordset(${json}::json) AS x("accountId" text, region text, type text, waiting jsonb)
    ORDER BY 2, 3, 4
    ON CONFLICT (workspace_id, account_id, region, type) DO UPDATE
    SET source_id = excluded.source_id, asked_at = excluded.asked_at, round = 0,
      due_at = least(r.due_at, greatest(excluded.due_at, r.listed_at + make_interval(secs => ${RELIST_APART_S}::float8))),
      waiting = jsonb_path_query_array(r.waiting || excluded.waiting, ${`$[last - ${MOST_WAITING - 1} to last]`}::jsonpath)`;
}
