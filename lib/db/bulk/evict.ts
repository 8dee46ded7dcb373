import type { Transaction } from '@/lib/db/transaction';
import { jsonForPostgres } from './json';

/**
 * A resource that AWS says is not there: named as an event or a person names it. `observedAt` and `answeredAt`: when the read
 * began and ended, epoch ms, database clock.
 * With `butId`, one of that id is there now: what is meant is another of the same name (made anew in its place).
 */
export type Gone = {
  accountId: string;
  region: string;
  type: string;
  id: string | null;
  arn: string | null;
  name: string | null;
  butId: string | null;
  observedAt: number;
  answeredAt: number;
};
/**
 * `was`: `deleted` by this call; `already`: the inventory says so since before; `newer`: seen there by a later read or list;
 * `overlapping`: seen there by a read that began before this one and ended after its beginning, so that neither is the later.
 */
export type Evicted = { n: number; uid: string; version: number; was: 'deleted' | 'already' | 'newer' | 'overlapping' };

/**
 * Marks what is gone as deleted, with a version that says so, unless it was observed since. What was made anew in its
 * place (same name, another id, an ARN that goes by the name) is linked to it. Answers each resource that the names mean,
 * the live ones, else the last that was deleted.
 */
export async function evict(tx: Transaction, workspaceId: string, gone: readonly Gone[]): Promise<Evicted[]> {
  if (gone.length === 0) return [];
  return tx.$queryRawUnsafe<Evicted[]>(EVICT_SQL, workspaceId, jsonForPostgres(gone.map((one, n) => ({ n, ...one }))));
}

const EVICT_SQL = `
WITH input AS (
  SELECT x.*, to_timestamp(x."observedAt" / 1000.0) AS observed_at, to_timestamp(x."answeredAt" / 1000.0) AS answered_at
  FROM json_to_recordset($2::json) AS x(n int, "accountId" text, region text, type text, id text, arn text, name text,
    "butId" text, "observedAt" double precision, "answeredAt" double precision)
), meant AS (
  SELECT DISTINCT ON (i.n, r.uid) i.n, r.uid, r.version, greatest(r.observed_at, s.complete_at) AS known_at, r.deleted_at,
    i.observed_at, i.answered_at, v.seen_until > i.observed_at AS overlapping
  FROM input i LEFT JOIN tenant.inventory_scope s ON s.workspace_id = (SELECT $1::uuid) AND s.account_id = i."accountId"
    AND s.region = i.region AND s.type = i.type
  CROSS JOIN LATERAL (
    SELECT r.uid, r.version, r.observed_at, r.deleted_at FROM tenant.resource r
    WHERE i.id IS NOT NULL AND r.workspace_id = (SELECT $1::uuid) AND r.account_id = i."accountId" AND r.region = i.region
      AND r.type = i.type AND r.id = i.id
    UNION ALL
    SELECT r.uid, r.version, r.observed_at, r.deleted_at FROM tenant.resource r
    WHERE i.id IS NULL AND i.arn IS NOT NULL AND r.workspace_id = (SELECT $1::uuid) AND r.arn = i.arn
      AND r.account_id = i."accountId" AND r.region = i.region AND r.type = i.type AND r.id IS DISTINCT FROM i."butId"
    UNION ALL
    SELECT r.uid, r.version, r.observed_at, r.deleted_at FROM tenant.resource r
    WHERE i.id IS NULL AND i.arn IS NULL AND i.name IS NOT NULL AND r.workspace_id = (SELECT $1::uuid) AND r.name = i.name
      AND r.account_id = i."accountId" AND r.region = i.region AND r.type = i.type AND r.id IS DISTINCT FROM i."butId"
  ) r
  LEFT JOIN tenant.resource_version v ON v.workspace_id = (SELECT $1::uuid) AND v.resource_uid = r.uid AND v.version = r.version
  WHERE r.deleted_at IS NULL OR i."butId" IS NULL
), gone AS (
  UPDATE tenant.resource r
  SET deleted_at = m.observed_at, changed_at = m.observed_at, observed_at = m.observed_at, version = r.version + 1
  FROM (SELECT DISTINCT ON (uid) * FROM meant WHERE deleted_at IS NULL AND overlapping IS NOT TRUE AND known_at <= observed_at
    ORDER BY uid, observed_at) m
  WHERE r.workspace_id = (SELECT $1::uuid) AND r.uid = m.uid AND r.deleted_at IS NULL AND r.observed_at <= m.observed_at
    AND r.version = m.version
  RETURNING r.uid, r.version, r.account_id, r.region, r.type, r.id, r.name, r.arn, r.tags, r.attributes, m.known_at, m.observed_at,
    m.answered_at
), versions AS (
  INSERT INTO tenant.resource_version (workspace_id, resource_uid, version, kind, document, seen_after, seen_at, seen_until)
  SELECT $1::uuid, g.uid, g.version, 'deleted',
    jsonb_build_object('name', g.name, 'arn', g.arn, 'tags', g.tags, 'attributes', g.attributes),
    g.known_at, g.observed_at, g.answered_at
  FROM gone g
), linked AS (
  UPDATE tenant.resource n SET previous_uid = g.uid FROM gone g
  WHERE n.workspace_id = (SELECT $1::uuid) AND n.account_id = g.account_id AND n.region = g.region AND n.type = g.type
    AND n.name = g.name AND n.id <> g.id AND strpos(n.arn, n.id) = 0 AND n.deleted_at IS NULL AND n.previous_uid IS NULL
    AND n.first_seen_at > g.known_at
  RETURNING n.uid
), relabelled AS (
  UPDATE tenant.resource_version v SET kind = 'recreated' FROM linked
  WHERE v.workspace_id = (SELECT $1::uuid) AND v.resource_uid = linked.uid AND v.version = 1
)
SELECT m.n, m.uid::text AS uid, coalesce(g.version, r.version) AS version,
  CASE WHEN g.uid IS NOT NULL THEN 'deleted' WHEN m.deleted_at IS NOT NULL THEN 'already'
    WHEN m.overlapping THEN 'overlapping' ELSE 'newer' END AS was
FROM meant m JOIN tenant.resource r ON r.workspace_id = (SELECT $1::uuid) AND r.uid = m.uid LEFT JOIN gone g ON g.uid = m.uid
ORDER BY m.n, m.deleted_at DESC NULLS FIRST`;
