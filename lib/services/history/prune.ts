import type { Databases } from '@/lib/db/client';
import { inDirectory, inWorkspace, type Transaction } from '@/lib/db/transaction';
import { RETENTION_DAYS } from '@/lib/schemas/history';

const BATCH = 2000;
const DAY_MS = 24 * 3_600_000;

export type Pruned = { versions: number; resources: number };
type Position = { seenAt: Date; uid: string; version: number };
type Options = { now: () => Date; signal?: AbortSignal; batch?: number };

/** Prunes every workspace's history by its own retention, one after the other; stops between batches when told to. */
export async function pruneAllHistory(db: Databases, options: Options): Promise<Map<string, Pruned>> {
  const workspaces = await inDirectory(
    db,
    (tx) => tx.workspace.findMany({ select: { id: true }, orderBy: { id: 'asc' } }),
    {
      readOnly: true,
    },
  );
  const pruned = new Map<string, Pruned>();
  for (const { id } of workspaces) {
    if (options.signal?.aborted) break;
    pruned.set(id, await pruneHistory(db, id, options));
  }
  return pruned;
}

/**
 * Removes versions that a newer one had replaced before the cut-off (so the one current at it stays) and resources
 * deleted before it, in batches of a transaction each. The cut-off is noted first: nobody is told of a past half removed.
 */
export async function pruneHistory(db: Databases, workspaceId: string, options: Options): Promise<Pruned> {
  const { now, signal, batch = BATCH } = options;
  const cutOff = await inWorkspace(db, workspaceId, (tx) => noteCutOff(tx, workspaceId, now()));
  const pruned = { versions: 0, resources: 0 };
  const stopped = () => signal?.aborted === true;
  for (let after: Position | null = null; !stopped(); ) {
    const step: Step = await inWorkspace(db, workspaceId, (tx) => pruneVersions(tx, workspaceId, cutOff, after, batch));
    pruned.versions += step.removed;
    after = step.last;
    if (after === null) break;
  }
  while (!stopped()) {
    const removed = await inWorkspace(db, workspaceId, (tx) => pruneResources(tx, workspaceId, cutOff, batch));
    pruned.resources += removed;
    if (removed < batch) break;
  }
  for (const table of ['version_span', 'past_identity'] as const) {
    while (!stopped()) {
      const removed = await inWorkspace(db, workspaceId, (tx) => pruneSpans(tx, table, workspaceId, cutOff, batch));
      if (removed < batch) break;
    }
  }
  await inWorkspace(db, workspaceId, (tx) => pruneCounts(tx, workspaceId, cutOff));
  await inWorkspace(db, workspaceId, (tx) => thinSeconds(tx, workspaceId, new Date(now().getTime() - DAY_MS)));
  return pruned;
}

/** A longer retention does not bring back what is gone, so the mark only moves forward. */
async function noteCutOff(tx: Transaction, workspaceId: string, now: Date): Promise<Date> {
  const [row] = await tx.$queryRaw<{ days: number; pruned_before: Date | null }[]>`
    SELECT days, pruned_before FROM tenant.history_retention WHERE workspace_id = ${workspaceId}::uuid`;
  const days = row?.days ?? RETENTION_DAYS.usual;
  const cutOff = new Date(now.getTime() - days * DAY_MS);
  if (row?.pruned_before && row.pruned_before > cutOff) return row.pruned_before;
  await tx.$executeRaw`
    INSERT INTO tenant.history_retention (workspace_id, days, pruned_before) VALUES (${workspaceId}::uuid, ${days}, ${cutOff})
    ON CONFLICT (workspace_id) DO UPDATE SET pruned_before = excluded.pruned_before`;
  return cutOff;
}

type Step = { removed: number; last: Position | null };

/** One batch in the order of the index: what stays is passed once, not again and again. */
async function pruneVersions(
  tx: Transaction,
  workspaceId: string,
  cutOff: Date,
  after: Position | null,
  batch: number,
): Promise<Step> {
  const { seenAt, uid, version } = after ?? {
    seenAt: new Date(0),
    uid: '00000000-0000-0000-0000-000000000000',
    version: 0,
  };
  const rows = await tx.$queryRaw<{ seen_at: Date; resource_uid: string; version: number; removed: boolean }[]>`
    WITH old AS (
      SELECT v.seen_at, v.resource_uid, v.version FROM tenant.resource_version v
      WHERE v.workspace_id = ${workspaceId}::uuid AND v.seen_at < ${cutOff}
        AND (v.seen_at, v.resource_uid, v.version) > (${seenAt}::timestamptz, ${uid}::uuid, ${version}::int)
      ORDER BY v.seen_at, v.resource_uid, v.version LIMIT ${batch}
    ), gone AS (
      DELETE FROM tenant.resource_version v USING old
      WHERE v.workspace_id = ${workspaceId}::uuid AND v.resource_uid = old.resource_uid AND v.version = old.version
        AND EXISTS (SELECT FROM tenant.resource_version n WHERE n.workspace_id = v.workspace_id
          AND n.resource_uid = v.resource_uid AND n.version = v.version + 1 AND n.seen_at <= ${cutOff})
      RETURNING v.resource_uid, v.version
    )
    SELECT o.seen_at, o.resource_uid::text, o.version, g.version IS NOT NULL AS removed
    FROM old o LEFT JOIN gone g ON g.resource_uid = o.resource_uid AND g.version = o.version
    ORDER BY o.seen_at, o.resource_uid, o.version`;
  const last = rows.length === batch ? rows.at(-1) : undefined;
  return {
    removed: rows.filter(({ removed }) => removed).length,
    last: last ? { seenAt: last.seen_at, uid: last.resource_uid, version: last.version } : null,
  };
}

/** What replaced a resource forgets it: a link to nothing helps nobody. */
async function pruneResources(tx: Transaction, workspaceId: string, cutOff: Date, batch: number): Promise<number> {
  const old = await tx.$queryRaw<{ uid: string }[]>`
    SELECT uid::text FROM tenant.resource
    WHERE workspace_id = ${workspaceId}::uuid AND state = 'deleted' AND changed_at < ${cutOff}
    ORDER BY changed_at, uid LIMIT ${batch} FOR UPDATE`;
  const uids = old.map(({ uid }) => uid);
  if (uids.length === 0) return 0;
  await tx.$executeRaw`
    UPDATE tenant.resource SET previous_uid = NULL
    WHERE workspace_id = ${workspaceId}::uuid AND previous_uid = ANY (${uids}::uuid[])`;
  return tx.$executeRaw`
    DELETE FROM tenant.resource WHERE workspace_id = ${workspaceId}::uuid AND uid = ANY (${uids}::uuid[])`;
}

/** Spans that ended by the cut-off: as many as the versions that go, and no moment can be asked for that they held. */
function pruneSpans(
  tx: Transaction,
  table: 'version_span' | 'past_identity',
  workspaceId: string,
  cutOff: Date,
  batch: number,
): Promise<number> {
  return tx.$executeRawUnsafe(
    `DELETE FROM tenant.${table} s USING (
       SELECT x.resource_uid, x.ended, x.began FROM tenant.${table} x
       WHERE x.workspace_id = $1::uuid AND x.length BETWEEN 0 AND 15 AND x.began < $2 AND x.ended <= $2 LIMIT $3
     ) old
     WHERE s.workspace_id = $1::uuid AND s.resource_uid = old.resource_uid AND s.ended = old.ended AND s.began = old.began`,
    workspaceId,
    cutOff,
    batch,
  );
}

/** Seconds and hours before the cut-off, and half days that were over by then. */
async function pruneCounts(tx: Transaction, workspaceId: string, cutOff: Date): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM tenant.change_second
    WHERE workspace_id = ${workspaceId}::uuid AND second < date_trunc('hour', ${cutOff}::timestamptz, 'UTC')`;
  await tx.$executeRaw`
    DELETE FROM tenant.change_rollup
    WHERE workspace_id = ${workspaceId}::uuid AND hour < date_trunc('hour', ${cutOff}::timestamptz, 'UTC')`;
  await tx.$executeRaw`
    DELETE FROM tenant.change_half_day
    WHERE workspace_id = ${workspaceId}::uuid AND hour <= ${cutOff}::timestamptz - interval '12 hours'`;
}

/** Removes the seconds of hours that were over by `before` and held so little that their versions are counted instead. */
async function thinSeconds(tx: Transaction, workspaceId: string, before: Date): Promise<void> {
  await tx.$executeRaw`
    WITH RECURSIVE hours AS (
      (SELECT date_trunc('hour', second, 'UTC') AS hour FROM tenant.change_second
       WHERE workspace_id = ${workspaceId}::uuid ORDER BY second LIMIT 1)
      UNION ALL
      SELECT (SELECT date_trunc('hour', s.second, 'UTC') FROM tenant.change_second s
        WHERE s.workspace_id = ${workspaceId}::uuid AND s.second >= h.hour + interval '1 hour' ORDER BY s.second LIMIT 1)
      FROM hours h WHERE h.hour < ${before}::timestamptz
    )
    DELETE FROM tenant.change_second s USING hours h
    WHERE h.hour <= ${before}::timestamptz - interval '1 hour' AND s.workspace_id = ${workspaceId}::uuid
      AND s.second >= h.hour AND s.second < h.hour + interval '1 hour'
      AND (SELECT coalesce(sum(c.versions), 0) FROM tenant.change_rollup c
           WHERE c.workspace_id = ${workspaceId}::uuid AND c.hour = h.hour) <= tenant.sparse_hour()`;
}
