import type { Transaction } from '@/lib/db/transaction';
import { NAMED } from '../named';
import { CAUSE_DETAIL } from './event-causes';

/** Resources of one list that get such authors; a first sight of a whole region is nobody's doing. */
const MOST = 500;

/**
 * Names events as what may have brought the newest version of each resource: those before it that say only that something
 * of its type changed. Versions that an event names already are left alone. `waiting`: event keys as JSON.
 */
export async function presumeAuthors(
  tx: Transaction,
  workspaceId: string,
  uids: readonly string[],
  waiting: string,
): Promise<void> {
  await tx.$executeRawUnsafe(PRESUME_SQL, workspaceId, uids.slice(0, MOST), waiting);
}

const PRESUME_SQL = `${NAMED}
WITH found AS (
  SELECT r.uid, r.id, r.type, r.region, v.version, v.kind, e.time, e.day, e.account_id, e.event_id, ${CAUSE_DETAIL} AS detail
  FROM unnest($2::uuid[]) AS u(uid)
  JOIN tenant.resource r ON r.workspace_id = (SELECT $1::uuid) AND r.uid = u.uid
  JOIN tenant.resource_version v ON v.workspace_id = r.workspace_id AND v.resource_uid = r.uid AND v.version = r.version
  CROSS JOIN json_to_recordset($3::json) AS x(day date, "accountId" text, "eventId" text)
  JOIN tenant.event e ON e.workspace_id = (SELECT $1::uuid) AND e.day = x.day AND e.account_id = x."accountId" AND e.event_id = x."eventId"
  WHERE e.time <= v.seen_at AND NOT EXISTS (SELECT FROM tenant.version_cause c
    WHERE c.workspace_id = v.workspace_id AND c.resource_uid = v.resource_uid AND c.version = v.version)
), causes AS (
  INSERT INTO tenant.version_cause (workspace_id, resource_uid, version, position, kind, scan_id, detail, at)
  SELECT $1::uuid, f.uid, f.version, row_number() OVER (PARTITION BY f.uid ORDER BY f.time, f.event_id) - 1, 'event', NULL,
    f.detail || '{"presumed": true}', f.time
  FROM found f
)
INSERT INTO tenant.event_touch (workspace_id, day, account_id, event_id, position, type, region, ref, effect, result, resource_uid, version)
SELECT $1::uuid, f.day, f.account_id, f.event_id,
  k.next + row_number() OVER (PARTITION BY f.day, f.account_id, f.event_id ORDER BY f.uid), f.type, f.region,
  jsonb_build_object('id', f.id), CASE WHEN f.kind = 'deleted' THEN 'delete' ELSE 'upsert' END, f.kind, f.uid, f.version
FROM found f CROSS JOIN LATERAL (
  SELECT coalesce(max(t.position), -1) AS next FROM tenant.event_touch t WHERE t.workspace_id = (SELECT $1::uuid) AND t.day = f.day
    AND t.account_id = f.account_id AND t.event_id = f.event_id
) k
WHERE k.next < 10000`;
