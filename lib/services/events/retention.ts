import type { Databases } from '@/lib/db/client';
import { inDirectory, inWorkspace, type Transaction } from '@/lib/db/transaction';

/** How long the log is kept where nobody chose. */
export const EVENT_RETENTION_DAYS = 30;

/** Days that the workspace keeps its log of events. */
export async function eventRetentionDays(tx: Transaction, workspaceId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ days: number }[]>`
    SELECT days FROM tenant.event_retention WHERE workspace_id = ${workspaceId}::uuid`;
  return row?.days ?? EVENT_RETENTION_DAYS;
}

const DAY_MS = 86_400_000;
const made = new WeakMap<Databases, Set<string>>();

/**
 * Sees that the log has a place for these days (YYYY-MM-DD, UTC), in a transaction of its own. A day is asked for once a
 * process: the daily upkeep makes the next ones ahead of time.
 */
export async function ensureEventDays(db: Databases, days: Iterable<string>): Promise<void> {
  const known = made.get(db) ?? new Set<string>();
  made.set(db, known);
  const missing = [...new Set(days)].filter((day) => !known.has(day)).toSorted();
  if (missing.length === 0) return;
  await inDirectory(
    db,
    (tx) => tx.$queryRaw`SELECT tenant.ensure_event_day(d::date)::text FROM unnest(${missing}::text[]) AS d`,
  );
  for (const day of missing) known.add(day);
}

/** A day of the log as SQL takes it. */
export const dayOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10);

export type EventUpkeep = { events: number; partitions: number };

/**
 * Makes the next days' places, removes what each workspace no longer keeps (events, counts, old hashes of log files), and
 * drops days that nobody keeps. Run daily.
 */
export async function keepEventLog(deps: {
  db: Databases;
  now: () => Date;
  signal?: AbortSignal;
}): Promise<EventUpkeep> {
  const { db, now, signal } = deps;
  await ensureEventDays(
    db,
    [0, 1, 2].map((ahead) => dayOf(now().getTime() + ahead * DAY_MS)),
  );
  const workspaces = await db.directory.workspace.findMany({ select: { id: true }, orderBy: { id: 'asc' } });
  let events = 0;
  for (const { id } of workspaces) {
    if (signal?.aborted) break;
    events += await inWorkspace(db, id, (tx) => removeOld(tx, id, now()), { timeoutMs: 600_000 });
  }
  const partitions = await inDirectory(db, async (tx) => {
    const [row] = await tx.$queryRaw<{ dropped: number }[]>`SELECT tenant.drop_event_days() AS dropped`;
    return row?.dropped ?? 0;
  });
  return { events, partitions };
}

async function removeOld(tx: Transaction, workspaceId: string, now: Date): Promise<number> {
  const days = await eventRetentionDays(tx, workspaceId);
  const before = dayOf(now.getTime() - days * DAY_MS);
  await tx.$executeRaw`
    DELETE FROM tenant.event_touch WHERE workspace_id = ${workspaceId}::uuid AND day < ${before}::date`;
  await endOrphans(tx, workspaceId);
  await tx.$executeRaw`
    DELETE FROM tenant.event_relist WHERE workspace_id = ${workspaceId}::uuid AND due_at IS NULL
      AND listed_at < ${new Date(now.getTime() - DAY_MS)}`;
  const removed = await tx.$executeRaw`
    DELETE FROM tenant.event WHERE workspace_id = ${workspaceId}::uuid AND day < ${before}::date`;
  await tx.$executeRaw`
    DELETE FROM tenant.event_count WHERE workspace_id = ${workspaceId}::uuid AND minute < ${before}::date`;
  await tx.$executeRaw`
    DELETE FROM tenant.event_log_file WHERE workspace_id = ${workspaceId}::uuid AND read_at < ${new Date(now.getTime() - 7 * DAY_MS)}`;
  return removed;
}

/** Events that wait for a read which nobody makes any more: their source was removed, and its re-reads with it. */
async function endOrphans(tx: Transaction, workspaceId: string): Promise<void> {
  await tx.$executeRaw`
    WITH ended AS (
      UPDATE tenant.event e
      SET outcome = 'unreadable', settled_at = clock_timestamp(),
        reason = 'Its event source was removed before AWS was asked again; the next scan shows what became of it.'
      WHERE e.workspace_id = ${workspaceId}::uuid AND e.outcome = 'pending'
        AND NOT EXISTS (SELECT FROM tenant.event_source s WHERE s.workspace_id = e.workspace_id AND s.id = e.source_id)
      RETURNING e.day, e.account_id, e.event_id
    )
    UPDATE tenant.event_touch t SET result = 'unreadable' FROM ended e
    WHERE t.workspace_id = ${workspaceId}::uuid AND t.day = e.day AND t.account_id = e.account_id AND t.event_id = e.event_id
      AND t.result = 'pending'`;
}
