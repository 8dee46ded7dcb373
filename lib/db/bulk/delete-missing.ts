import type { Transaction } from '@/lib/db/transaction';
import { jsonForPostgres } from './json';
import type { Cause, SettleScope } from './types';

/**
 * Marks what a complete list no longer had as deleted, with a version that says so, and answers how many; `uids` names them,
 * but for a scan's, which may be a hundred thousand. Rows observed
 * since the list began stay; a list older than the scope's last complete one deletes nothing. What was made anew in
 * place of something gone (same name, another id, and an ARN that goes by the name) is linked to it now that this is
 * sure: before, the name may have been handed on by renaming. `startedAt`: epoch ms, database clock.
 */
export async function deleteMissing(
  tx: Transaction,
  scope: Omit<SettleScope, 'integrationId' | 'service'>,
  seenIds: readonly string[],
  startedAt: number,
  cause: Cause,
): Promise<{ count: number; uids: string[] }> {
  const [row] = await tx.$queryRawUnsafe<{ count: number; uids: string[] | null }[]>(
    DELETE_SQL,
    scope.workspaceId,
    scope.accountId,
    scope.region,
    scope.type,
    [...seenIds],
    startedAt,
    cause.kind,
    cause.scanId,
    jsonForPostgres(cause.detail),
    cause.at,
  );
  return { count: row?.count ?? 0, uids: row?.uids ?? [] };
}

const DELETE_SQL = `
WITH list AS (
  SELECT to_timestamp($6::double precision / 1000.0) AS started_at,
         (SELECT s.complete_at FROM tenant.inventory_scope s
          WHERE s.workspace_id = $1::uuid AND s.account_id = $2 AND s.region = $3 AND s.type = $4) AS before
), seen AS (
  SELECT unnest($5::text[]) AS id
), gone AS (
  UPDATE tenant.resource r
  SET deleted_at = l.started_at, changed_at = l.started_at, version = r.version + 1
  FROM list l
  WHERE r.workspace_id = $1::uuid AND r.account_id = $2 AND r.region = $3 AND r.type = $4
    AND r.deleted_at IS NULL AND r.observed_at < l.started_at AND (l.before IS NULL OR l.before <= l.started_at)
    AND NOT EXISTS (SELECT 1 FROM seen WHERE seen.id = r.id)
  RETURNING r.uid, r.id, r.version, r.name, r.arn, r.tags, r.attributes, greatest(r.observed_at, l.before) AS known_at,
            l.started_at
), linked AS (
  UPDATE tenant.resource n
  SET previous_uid = g.uid
  FROM gone g
  WHERE n.workspace_id = $1::uuid AND n.account_id = $2 AND n.region = $3 AND n.type = $4 AND n.id <> g.id
    AND n.name = g.name AND strpos(n.arn, n.id) = 0 AND n.deleted_at IS NULL AND n.previous_uid IS NULL AND n.first_seen_at > g.known_at
    AND n.uid NOT IN (SELECT uid FROM gone)
  RETURNING n.uid
), relabelled AS (
  UPDATE tenant.resource_version v SET kind = 'recreated' FROM linked
  WHERE v.workspace_id = $1::uuid AND v.resource_uid = linked.uid AND v.version = 1
), versions AS (
  INSERT INTO tenant.resource_version (workspace_id, resource_uid, version, kind, document, seen_after, seen_at)
  SELECT $1::uuid, g.uid, g.version, 'deleted',
         jsonb_build_object('name', g.name, 'arn', g.arn, 'tags', g.tags, 'attributes', g.attributes), g.known_at, g.started_at
  FROM gone g RETURNING resource_uid, version
), causes AS (
  INSERT INTO tenant.version_cause (workspace_id, resource_uid, version, position, kind, scan_id, detail, at)
  SELECT $1::uuid, v.resource_uid, v.version, 0, $7, $8::uuid, $9::jsonb,
         coalesce(to_timestamp($10::double precision / 1000.0), clock_timestamp())
  FROM versions v WHERE $7 = 'scan'
)
SELECT count(*)::int AS count, array_agg(uid::text) FILTER (WHERE $7 <> 'scan') AS uids FROM gone`;
