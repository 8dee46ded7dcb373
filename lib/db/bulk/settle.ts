import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Transaction } from '@/lib/db/transaction';
import { NAMED } from '../named';
import { jsonForPostgres } from './json';
import { settleRelationships } from './relationships';
import type { Cause, Settled, SettleRow, SettleScope } from './types';
import { unchangedOf } from './unchanged';

/** Rows a statement. While the database settles some, the next are made ready. */
const CHUNK = 500;

/**
 * Settles one batch of a scope, one row an id, with what each row is related to: the hashes are compared first, so that
 * what did not change is neither sent, locked nor written. An observation older than what its row stands for (its own
 * time, or the start of the scope's last complete list, whichever is later) is dropped, whoever brings it (DESIGN section 5).
 */
export async function settleBatch(
  tx: Transaction,
  scope: SettleScope,
  rows: readonly SettleRow[],
  cause: Cause,
  { mostlyNew = false } = {},
): Promise<Settled[]> {
  // Nothing to sift out of a first list. An event's sight of what is unchanged counts as well (below), so only a list's rows are sifted.
  const same =
    cause.kind !== 'event' && rows.length > 0 && !mostlyNew
      ? await unchangedOf(tx, scope, rows)
      : new Map<string, string>();
  const unchanged = [...same].map(([id, uid]): Settled => ({ id, uid, kind: 'unchanged' }));
  // In one order, so that two writers never wait for each other in a circle.
  const others = rows.filter(({ id }) => !same.has(id)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const settled = await settleChunks(tx, scope, others, cause);
  await settleKnownEdges(tx, scope.workspaceId, others, settled);
  return [...unchanged, ...settled];
}

async function settleChunks(
  tx: Transaction,
  scope: SettleScope,
  rows: readonly SettleRow[],
  cause: Cause,
): Promise<Settled[]> {
  const { workspaceId, accountId, region, type, service, integrationId } = scope;
  const fixed = [workspaceId, accountId, region, type, service, integrationId];
  const brought = [cause.kind, cause.scanId, jsonForPostgres(cause.detail), cause.at];
  const until = cause.until ?? null;
  const chunkAt = (at: number) => columnsOf(rows.slice(at, at + CHUNK));
  const settled: Settled[] = [];
  let columns = chunkAt(0);
  for (let at = 0; at < rows.length; at += CHUNK) {
    const [answered, next] = await Promise.all([
      tx.$queryRawUnsafe<Settled[]>(SETTLE_SQL, ...fixed, ...brought, ...columns, until),
      othersTurn().then(() => chunkAt(at + CHUNK)),
    ]);
    settled.push(...answered);
    columns = next;
  }
  return settled;
}

/** The edges of what is new are written with it; those of what was there before are compared. */
async function settleKnownEdges(
  tx: Transaction,
  workspaceId: string,
  rows: readonly SettleRow[],
  settled: readonly Settled[],
): Promise<void> {
  const known = new Map(settled.filter(({ kind }) => REWRITTEN.has(kind)).map(({ id, uid }) => [id, uid]));
  const before = rows.filter(({ id, uid }) => known.has(id) && known.get(id) !== uid);
  await settleRelationships(
    tx,
    workspaceId,
    before.map(({ id }) => known.get(id) ?? ''),
    before.flatMap(({ id, edges }) => edges.map((edge) => ({ from: known.get(id) ?? '', ...edge }))),
  );
}

const REWRITTEN: ReadonlySet<string> = new Set(['changed', 'recreated', 'touched']);

/**
 * Rows as columns: documents a line each (JSON has no line breaks of its own), which PostgreSQL takes apart in a third of
 * the time that an array of objects takes it. Edges name the uid that their row has if it is new.
 */
function columnsOf(rows: readonly SettleRow[]): unknown[] {
  const texts = (of: (row: SettleRow) => string | null) => jsonForPostgres(rows.map(of));
  const documents = (of: (row: SettleRow) => object) => rows.map((row) => jsonForPostgres(of(row))).join('\n');
  const edges = rows.flatMap((row) => distinct(row.edges).map((edge) => ({ uid: row.uid, ...edge })));
  return [
    rows.map(({ uid }) => uid),
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
    edges.map(({ uid }) => uid),
    edges.map(({ kind }) => kind),
    edges.map(({ toType }) => toType),
    jsonForPostgres(edges.map(({ toKey }) => toKey)),
    edges.map(({ toBy }) => toBy),
  ];
}

/** One a key of its table: of two that differ only in how they name the far end, the first. */
function distinct(edges: SettleRow['edges']): SettleRow['edges'] {
  if (edges.length < 2) return edges;
  return [
    ...new Map(edges.toReversed().map((edge) => [`${edge.kind} ${edge.toType} ${edge.toKey}`, edge])).values(),
  ].toReversed();
}

/*
 * What is new is written first, so that it is not looked for before: whether it is there, the unique key says at the same
 * time. The workspace is a parameter of the plan wherever rows are looked up: see the migration 20261123002000.
 */
const SETTLE_SQL = `${NAMED}
WITH input AS (
  SELECT x.uid, x.id, x.arn, x.name, x.tags::jsonb, x.attributes::jsonb, x.volatile::jsonb,
         decode(x.content_hash, 'hex') AS content_hash, decode(x.row_hash, 'hex') AS row_hash,
         to_timestamp(x.observed_ms / 1000.0) AS observed_at, x.aws_created_at::timestamptz AS aws_created_at
  FROM ROWS FROM (
    unnest($11::uuid[]), json_array_elements_text($12::json), json_array_elements_text($13::json), json_array_elements_text($14::json),
    unnest(string_to_array($15, E'\\n')), unnest(string_to_array($16, E'\\n')), unnest(string_to_array($17, E'\\n')),
    unnest($18::text[]), unnest($19::text[]), unnest($20::double precision[]), unnest($21::text[])
  ) AS x(uid, id, arn, name, tags, attributes, volatile, content_hash, row_hash, observed_ms, aws_created_at)
), list AS MATERIALIZED (
  SELECT (SELECT s.complete_at FROM tenant.inventory_scope s
          WHERE s.workspace_id = (SELECT $1::uuid) AND s.account_id = $2 AND s.region = $3 AND s.type = $4) AS before
), inserted AS (
  INSERT INTO tenant.resource (workspace_id, uid, account_id, region, service, type, id, arn, name, tags, attributes, volatile,
    content_hash, row_hash, version, integration_id, aws_created_at, first_seen_at, observed_at, changed_at, previous_uid)
  SELECT $1::uuid, i.uid, $2, $3, $5, $4, i.id, i.arn, i.name, i.tags, i.attributes, i.volatile,
    i.content_hash, i.row_hash, 1, $6::uuid, i.aws_created_at, i.observed_at, i.observed_at, i.observed_at, f.uid
  FROM input i LEFT JOIN LATERAL (
    SELECT f.uid FROM (
      SELECT * FROM tenant.resource r
      WHERE r.workspace_id = (SELECT $1::uuid) AND r.deleted_at IS NOT NULL AND r.name = i.name
      OFFSET 0
    ) f
    WHERE f.account_id = $2 AND f.region = $3 AND f.type = $4 AND f.id <> i.id AND strpos(i.arn, i.id) = 0
    ORDER BY f.deleted_at DESC LIMIT 1
  ) f ON true
  WHERE (i.observed_at < (SELECT before FROM list)) IS NOT TRUE
  ON CONFLICT (workspace_id, account_id, region, type, id) DO NOTHING
  RETURNING uid, id, name, arn, tags, attributes, observed_at, CASE WHEN previous_uid IS NULL THEN 'created' ELSE 'recreated' END AS kind
), compared AS (
  SELECT i.*, r.uid AS known_uid, r.version, greatest(r.observed_at, l.before) AS known_at,
         CASE
           WHEN r.uid IS NULL OR i.observed_at < greatest(r.observed_at, l.before) THEN 'stale'
           WHEN r.deleted_at IS NOT NULL THEN 'recreated'
           WHEN r.content_hash <> i.content_hash THEN 'changed'
           WHEN r.row_hash <> i.row_hash OR r.unwatched_at IS NOT NULL OR r.integration_id IS DISTINCT FROM $6::uuid THEN 'touched'
           -- An event's sight of a thing keeps a list that began before it from taking it for gone.
           WHEN $7 = 'event' AND r.observed_at < i.observed_at THEN 'touched'
           ELSE 'unchanged'
         END AS kind
  FROM input i CROSS JOIN list l
  -- Lateral: one look-up a row, even where a table without statistics would be merged as a whole.
  LEFT JOIN LATERAL (
    SELECT * FROM tenant.resource r
    WHERE r.workspace_id = (SELECT $1::uuid) AND r.account_id = $2 AND r.region = $3 AND r.type = $4 AND r.id = i.id OFFSET 0
  ) r ON true
  WHERE i.id NOT IN (SELECT id FROM inserted)
), updated AS (
  UPDATE tenant.resource r
  SET arn = c.arn, name = c.name, tags = c.tags, attributes = c.attributes, volatile = c.volatile,
      content_hash = c.content_hash, row_hash = c.row_hash, integration_id = $6::uuid, unwatched_at = NULL,
      observed_at = c.observed_at, deleted_at = NULL, aws_created_at = coalesce(c.aws_created_at, r.aws_created_at),
      version = r.version + CASE WHEN c.kind = 'touched' THEN 0 ELSE 1 END,
      changed_at = CASE WHEN c.kind = 'touched' THEN r.changed_at ELSE c.observed_at END
  FROM compared c
  WHERE r.workspace_id = (SELECT $1::uuid) AND r.uid = c.known_uid AND c.kind IN ('changed', 'recreated', 'touched')
    AND r.version = c.version AND r.observed_at <= c.observed_at
  RETURNING r.uid, r.version, r.name, r.arn, r.tags, r.attributes, c.observed_at, c.kind, c.known_at
), versions AS (
  INSERT INTO tenant.resource_version (workspace_id, resource_uid, version, kind, document, seen_after, seen_at, seen_until)
  SELECT $1::uuid, i.uid, 1, i.kind,
         jsonb_build_object('name', i.name, 'arn', i.arn, 'tags', i.tags, 'attributes', i.attributes), (SELECT before FROM list), i.observed_at,
         to_timestamp($27::double precision / 1000.0)
  FROM inserted i
  UNION ALL
  SELECT $1::uuid, u.uid, u.version, u.kind,
         jsonb_build_object('name', u.name, 'arn', u.arn, 'tags', u.tags, 'attributes', u.attributes), u.known_at, u.observed_at,
         to_timestamp($27::double precision / 1000.0)
  FROM updated u WHERE u.kind <> 'touched'
  RETURNING resource_uid, version
), causes AS (
  INSERT INTO tenant.version_cause (workspace_id, resource_uid, version, position, kind, scan_id, detail, at)
  SELECT $1::uuid, v.resource_uid, v.version, 0, $7, $8::uuid, $9::jsonb, coalesce(to_timestamp($10::double precision / 1000.0), clock_timestamp())
  -- Events are attached by themselves: one may have made several changes, several one.
  FROM versions v WHERE $7 = 'scan'
), edges AS (
  INSERT INTO tenant.relationship (workspace_id, from_uid, kind, to_type, to_key, to_by)
  SELECT $1::uuid, e.uid, e.kind, e.to_type, e.to_key, e.to_by
  FROM ROWS FROM (unnest($22::uuid[]), unnest($23::text[]), unnest($24::text[]), json_array_elements_text($25::json), unnest($26::text[]))
    AS e(uid, kind, to_type, to_key, to_by)
  WHERE e.uid IN (SELECT uid FROM inserted)
)
SELECT i.id, i.uid::text, i.kind FROM inserted i
UNION ALL
SELECT c.id, coalesce(c.known_uid, c.uid)::text,
       CASE WHEN c.kind IN ('changed', 'recreated', 'touched') AND c.known_uid NOT IN (SELECT uid FROM updated) THEN 'stale' ELSE c.kind END
FROM compared c`;
