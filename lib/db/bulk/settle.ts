import type { Transaction } from '@/lib/db/transaction';
import { NAMED } from '../named';
import { jsonForPostgres } from './json';
import type { Cause, Settled, SettleRow, SettleScope } from './types';
import { unchangedOf } from './unchanged';

/**
 * Settles one batch of a scope: the hashes are compared first, so that what did not change is neither sent, locked nor
 * written; the rest is one statement. An observation older than what its row stands for (its own time, or the start of the scope's last
 * complete list, whichever is later) is dropped, whoever brings it (DESIGN section 5).
 */
export async function settleBatch(
  tx: Transaction,
  scope: SettleScope,
  rows: readonly SettleRow[],
  cause: Cause,
  { mostlyNew = false } = {},
): Promise<Settled[]> {
  // Nothing to sift out of a first list. An event's sight of what is unchanged counts as well (below), so only a scan's rows are sifted.
  const same =
    cause.kind === 'scan' && rows.length > 0 && !mostlyNew
      ? await unchangedOf(tx, scope, rows)
      : new Map<string, string>();
  const unchanged = [...same].map(([id, uid]): Settled => ({ id, uid, kind: 'unchanged' }));
  const others = rows.filter(({ id }) => !same.has(id));
  if (others.length === 0) return unchanged;
  const settled = await tx.$queryRawUnsafe<Settled[]>(
    SETTLE_SQL,
    scope.workspaceId,
    scope.accountId,
    scope.region,
    scope.type,
    scope.service,
    scope.integrationId,
    others.map(({ uid }) => uid),
    cause.kind,
    cause.scanId,
    jsonForPostgres(cause.detail),
    cause.at,
    ...columnsOf(others),
  );
  return [...unchanged, ...settled];
}

/**
 * Rows as columns: documents a line each (JSON has no line breaks of its own), which PostgreSQL takes apart in a third of
 * the time that an array of objects takes it.
 */
function columnsOf(rows: readonly SettleRow[]): unknown[] {
  const texts = (of: (row: SettleRow) => string | null) => jsonForPostgres(rows.map(of));
  const documents = (of: (row: SettleRow) => object) => rows.map((row) => jsonForPostgres(of(row))).join('\n');
  return [
    texts(({ id }) => id),
    texts(({ arn }) => arn),
    texts(({ name }) => name),
    documents(({ tags }) => tags),
    documents(({ attributes }) => attributes),
    documents(({ volatile }) => volatile),
    rows.map(({ contentHash }) => contentHash),
    rows.map(({ rowHash }) => rowHash),
    rows.map(({ observedAt }) => observedAt),
    rows.map(({ awsCreatedAt }) => awsCreatedAt),
  ];
}

const SETTLE_SQL = `${NAMED}
WITH input AS (
  -- A list may show one thing twice; the later sight of it counts.
  SELECT DISTINCT ON (x.id) x.uid::uuid, x.id, x.arn, x.name, x.tags::jsonb, x.attributes::jsonb, x.volatile::jsonb,
         decode(x.content_hash, 'hex') AS content_hash, decode(x.row_hash, 'hex') AS row_hash,
         to_timestamp(x.observed_ms / 1000.0) AS observed_at, x.aws_created_at::timestamptz AS aws_created_at
  FROM ROWS FROM (
    unnest($7::text[]), json_array_elements_text($12::json), json_array_elements_text($13::json), json_array_elements_text($14::json),
    unnest(string_to_array($15, E'\\n')), unnest(string_to_array($16, E'\\n')), unnest(string_to_array($17, E'\\n')),
    unnest($18::text[]), unnest($19::text[]), unnest($20::double precision[]), unnest($21::text[])
  ) AS x(uid, id, arn, name, tags, attributes, volatile, content_hash, row_hash, observed_ms, aws_created_at)
  ORDER BY x.id, x.observed_ms DESC
), compared AS (
  SELECT i.*, r.uid AS known_uid, r.version, greatest(r.observed_at, s.complete_at) AS known_at,
         CASE
           WHEN i.observed_at < greatest(r.observed_at, s.complete_at) THEN 'stale'
           WHEN r.uid IS NULL THEN 'created'
           WHEN r.deleted_at IS NOT NULL THEN 'recreated'
           WHEN r.content_hash <> i.content_hash THEN 'changed'
           WHEN r.row_hash <> i.row_hash OR r.unwatched_at IS NOT NULL OR r.integration_id IS DISTINCT FROM $6::uuid THEN 'touched'
           -- An event's sight of a thing keeps a list that began before it from taking it for gone.
           WHEN $8 = 'event' AND r.observed_at < i.observed_at THEN 'touched'
           ELSE 'unchanged'
         END AS kind
  FROM input i
  LEFT JOIN tenant.inventory_scope s
    ON s.workspace_id = $1::uuid AND s.account_id = $2 AND s.region = $3 AND s.type = $4
  -- Lateral, here and below: one look-up a row, even where a table without statistics would be merged as a whole.
  LEFT JOIN LATERAL (
    SELECT * FROM tenant.resource r
    WHERE r.workspace_id = $1::uuid AND r.account_id = $2 AND r.region = $3 AND r.type = $4 AND r.id = i.id OFFSET 0
  ) r ON true
), inserted AS (
  INSERT INTO tenant.resource (workspace_id, uid, account_id, region, service, type, id, arn, name, tags, attributes, volatile,
    content_hash, row_hash, version, integration_id, aws_created_at, first_seen_at, observed_at, changed_at, previous_uid)
  SELECT $1::uuid, c.uid, $2, $3, $5, $4, c.id, c.arn, c.name, c.tags, c.attributes, c.volatile,
    c.content_hash, c.row_hash, 1, $6::uuid, c.aws_created_at, c.observed_at, c.observed_at, c.observed_at, f.uid
  FROM compared c LEFT JOIN LATERAL (
    SELECT f.uid FROM (
      SELECT * FROM tenant.resource r
      WHERE r.workspace_id = $1::uuid AND r.deleted_at IS NOT NULL AND r.name = c.name
      OFFSET 0
    ) f
    WHERE f.account_id = $2 AND f.region = $3 AND f.type = $4 AND f.id <> c.id AND strpos(c.arn, c.id) = 0
    ORDER BY f.deleted_at DESC LIMIT 1
  ) f ON true
  WHERE c.kind = 'created'
  ON CONFLICT (workspace_id, account_id, region, type, id) DO NOTHING
  RETURNING uid, id, version, previous_uid
), updated AS (
  UPDATE tenant.resource r
  SET arn = c.arn, name = c.name, tags = c.tags, attributes = c.attributes, volatile = c.volatile,
      content_hash = c.content_hash, row_hash = c.row_hash, integration_id = $6::uuid, unwatched_at = NULL,
      observed_at = c.observed_at, deleted_at = NULL, aws_created_at = coalesce(c.aws_created_at, r.aws_created_at),
      version = r.version + CASE WHEN c.kind = 'touched' THEN 0 ELSE 1 END,
      changed_at = CASE WHEN c.kind = 'touched' THEN r.changed_at ELSE c.observed_at END
  FROM compared c
  WHERE r.workspace_id = $1::uuid AND r.uid = c.known_uid AND c.kind IN ('changed', 'recreated', 'touched')
    AND r.version = c.version AND r.observed_at <= c.observed_at
  RETURNING r.uid, r.id, r.version, c.kind, c.known_at
), versions AS (
  INSERT INTO tenant.resource_version (workspace_id, resource_uid, version, kind, document, seen_after, seen_at)
  SELECT $1::uuid, i.uid, i.version, CASE WHEN i.previous_uid IS NULL THEN 'created' ELSE 'recreated' END,
         jsonb_build_object('name', c.name, 'arn', c.arn, 'tags', c.tags, 'attributes', c.attributes), c.known_at, c.observed_at
  FROM inserted i JOIN compared c ON c.id = i.id
  UNION ALL
  SELECT $1::uuid, u.uid, u.version, u.kind,
         jsonb_build_object('name', c.name, 'arn', c.arn, 'tags', c.tags, 'attributes', c.attributes), u.known_at, c.observed_at
  FROM updated u JOIN compared c ON c.id = u.id
  WHERE u.kind <> 'touched'
  RETURNING resource_uid, version
), causes AS (
  INSERT INTO tenant.version_cause (workspace_id, resource_uid, version, position, kind, scan_id, detail, at)
  SELECT $1::uuid, v.resource_uid, v.version, 0, $8, $9::uuid, $10::jsonb, coalesce(to_timestamp($11::double precision / 1000.0), clock_timestamp())
  FROM versions v
)
SELECT c.id, coalesce(i.uid, c.known_uid, c.uid)::text AS uid,
       CASE WHEN c.kind = 'created' AND i.uid IS NULL THEN 'stale'
            WHEN c.kind = 'created' AND i.previous_uid IS NOT NULL THEN 'recreated'
            WHEN c.kind IN ('changed', 'recreated', 'touched') AND u.uid IS NULL THEN 'stale'
            ELSE c.kind END AS kind
FROM compared c LEFT JOIN inserted i ON i.id = c.id LEFT JOIN updated u ON u.id = c.id`;

/** An edge as SQL takes it; `from` is the uid of a resource this batch wrote. */
export type EdgeRow = { from: string; kind: string; toType: string; toKey: string; toBy: 'arn' | 'id' | 'name' };

/**
 * Writes `edges`; those there are not written again. Edges of `known`, resources that were there before, which are not
 * among them are removed.
 */
export async function settleRelationships(
  tx: Transaction,
  workspaceId: string,
  known: readonly string[],
  edges: readonly EdgeRow[],
): Promise<void> {
  const json = jsonForPostgres(edges);
  if (known.length > 0) await removeOthers(tx, workspaceId, known, json);
  if (edges.length === 0) return;
  await tx.$executeRawUnsafe(EDGES_SQL, workspaceId, json);
}

const EDGES_SQL = `${NAMED}
INSERT INTO tenant.relationship (workspace_id, from_uid, kind, to_type, to_key, to_by)
SELECT DISTINCT $1::uuid, x."from", x.kind, x."toType", x."toKey", x."toBy"
FROM json_to_recordset($2::json) AS x("from" uuid, kind text, "toType" text, "toKey" text, "toBy" text)
ON CONFLICT DO NOTHING`;

async function removeOthers(
  tx: Transaction,
  workspaceId: string,
  known: readonly string[],
  json: string,
): Promise<void> {
  await tx.$executeRaw`
    WITH wanted AS (
      SELECT x."from" AS from_uid, x.kind, x."toType" AS to_type, x."toKey" AS to_key, x."toBy" AS to_by
      FROM jsonb_to_recordset(${json}::jsonb) AS x("from" uuid, kind text, "toType" text, "toKey" text, "toBy" text)
    )
    DELETE FROM tenant.relationship r
    WHERE r.workspace_id = ${workspaceId}::uuid AND r.from_uid = ANY(${[...known]}::uuid[])
      AND NOT EXISTS (SELECT 1 FROM wanted w
        WHERE w.from_uid = r.from_uid AND w.kind = r.kind AND w.to_type = r.to_type AND w.to_key = r.to_key
          AND w.to_by = r.to_by)`;
}
