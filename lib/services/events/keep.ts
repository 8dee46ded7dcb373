import { jsonForPostgres } from '@/lib/db/bulk/json';
import type { Transaction } from '@/lib/db/transaction';
import type { EventBatch, ShardFence } from '@/lib/sensor/event-port';

/** Of one source: whoever may send to its queue may name any account. */
const MOST_FOREIGN_ACCOUNTS = 1_000;

/** Accounts whose events came though nothing covers them; answers how many events. The source's page names so many. */
export async function keepForeign(
  tx: Transaction,
  { workspaceId, sourceId }: ShardFence,
  foreign: Readonly<Record<string, number>>,
): Promise<number> {
  const accounts = Object.entries(foreign).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (accounts.length === 0) return 0;
  await tx.$executeRaw`
    INSERT INTO tenant.event_foreign_account AS f (workspace_id, source_id, account_id, count, first_at, last_at)
    SELECT ${workspaceId}::uuid, ${sourceId}::uuid, x.account_id, x.count, clock_timestamp(), clock_timestamp()
    FROM unnest(${accounts.map(([account]) => account)}::text[], ${accounts.map(([, count]) => count)}::bigint[])
      WITH ORDINALITY AS x(account_id, count, n)
    WHERE x.n <= ${MOST_FOREIGN_ACCOUNTS} - (SELECT count(*) FROM tenant.event_foreign_account k
        WHERE k.workspace_id = ${workspaceId}::uuid AND k.source_id = ${sourceId}::uuid)
      OR EXISTS (SELECT FROM tenant.event_foreign_account k WHERE k.workspace_id = ${workspaceId}::uuid
        AND k.source_id = ${sourceId}::uuid AND k.account_id = x.account_id)
    ORDER BY x.n
    ON CONFLICT (workspace_id, source_id, account_id) DO UPDATE
    SET count = f.count + excluded.count, last_at = excluded.last_at`;
  return accounts.reduce((sum, [, count]) => sum + count, 0);
}

/** Log files that were read whole, with the hash that their digest will name. */
export async function keepLogFiles(
  tx: Transaction,
  { workspaceId, sourceId }: ShardFence,
  files: EventBatch['files'],
): Promise<void> {
  if (files.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO tenant.event_log_file (workspace_id, source_id, bucket, key, sha256)
    SELECT ${workspaceId}::uuid, ${sourceId}::uuid, x.bucket, x.key, decode(x.sha256, 'hex')
    FROM json_to_recordset(${jsonForPostgres(files)}::json) AS x(bucket text, key text, sha256 text)
    ORDER BY x.bucket, x.key
    ON CONFLICT (workspace_id, source_id, bucket, key) DO UPDATE SET sha256 = excluded.sha256, read_at = clock_timestamp()`;
}

/** Where the shard stands after a batch; a batch that brought something ends a row of failures. `lastEventAt`: epoch ms. */
export async function keepShardPlace(
  tx: Transaction,
  { workspaceId, sourceId, shard }: ShardFence,
  { checkpoint, finished, lagMs, counts }: Pick<EventBatch, 'checkpoint' | 'finished' | 'lagMs' | 'counts'>,
  lastEventAt: number | null,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE tenant.event_shard
    SET checkpoint = coalesce(${checkpoint === null ? null : jsonForPostgres(checkpoint)}::jsonb, checkpoint),
      finished = finished OR ${finished},
      -- An empty poll proves little: what failed may be hidden in the queue until its time-out.
      failures = CASE WHEN ${counts.received > 0} OR (error->>'at')::timestamptz < clock_timestamp() - interval '2 minutes' THEN 0 ELSE failures END,
      error = CASE WHEN ${counts.received > 0} OR (error->>'at')::timestamptz < clock_timestamp() - interval '2 minutes' THEN NULL ELSE error END,
      lag_ms = coalesce(${lagMs === null ? null : Math.max(0, Math.round(lagMs))}::bigint, lag_ms),
      last_received_at = CASE WHEN ${counts.received > 0} THEN clock_timestamp() ELSE last_received_at END,
      last_event_at = greatest(last_event_at, to_timestamp(${lastEventAt === null ? null : lastEventAt / 1000}::float8))
    WHERE workspace_id = ${workspaceId}::uuid AND source_id = ${sourceId}::uuid AND shard = ${shard}`;
}
