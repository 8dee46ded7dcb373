import type { Transaction } from '@/lib/db/transaction';
import { NAMED } from '../named';
import type { EventKey } from './events';
import { jsonForPostgres } from './json';
import { spreadAuthors } from './spread-authors';

/** An event and the resource it touched. `time`: epoch ms. */
export type Attribution = EventKey & { uid: string; time: number };

/**
 * CloudTrail's times are whole seconds, and its clock is not the database's: an event fits a version when the second it
 * names, widened by this, meets the time between the two observations.
 */
const SKEW_MS = 2_000;
const SKEW = `${SKEW_MS} ms`;

/**
 * Gives versions their authors: each event goes to the version of its resource whose observations it lies between, one
 * without an author first, the oldest of these. So a change that a scan saw already is told its author later, and a
 * version that stands for several changes names them all. Where that leaves a version without one, events are given anew.
 * Answers the version of each, null where none fits.
 */
export async function attachCauses(
  tx: Transaction,
  workspaceId: string,
  rows: readonly Attribution[],
): Promise<(number | null)[]> {
  if (rows.length === 0) return [];
  const found = await tx.$queryRawUnsafe<{ n: number; version: number }[]>(
    ATTACH_SQL,
    workspaceId,
    jsonForPostgres(rows.map((row, n) => ({ n, ...row }))),
  );
  const versions = new Map(found.map(({ n, version }) => [n, version]));
  const given = rows.filter((_, n) => versions.has(n));
  const moved = await spreadAuthors(tx, workspaceId, given, SKEW_MS);
  const movedTo = new Map(moved.map(({ uid, eventId, version }) => [`${uid}/${eventId}`, version]));
  return rows.map(({ uid, eventId }, n) => movedTo.get(`${uid}/${eventId}`) ?? versions.get(n) ?? null);
}

/** What a cause says of its event `e`. */
export const CAUSE_DETAIL = `jsonb_strip_nulls(jsonb_build_object(
    'eventId', e.event_id, 'day', e.day, 'accountId', e.account_id, 'service', e.service, 'name', e.name,
    'principal', e.principal, 'sourceAddress', e.source_address, 'userAgent', e.user_agent, 'sourceId', e.source_id))`;

const ATTACH_SQL = `${NAMED}
WITH input AS (
  SELECT x.n, x.uid, e.time, e.day, e.account_id, e.event_id, ${CAUSE_DETAIL} AS detail
  FROM json_to_recordset($2::json) AS x(n int, uid uuid, day date, "accountId" text, "eventId" text)
  JOIN tenant.event e ON e.workspace_id = (SELECT $1::uuid) AND e.day = x.day AND e.account_id = x."accountId" AND e.event_id = x."eventId"
), fitting AS (
  SELECT i.*, v.version
  FROM input i CROSS JOIN LATERAL (
    SELECT v.version,
      EXISTS (SELECT FROM tenant.version_cause c WHERE c.workspace_id = (SELECT $1::uuid) AND c.resource_uid = v.resource_uid
        AND c.version = v.version AND c.kind = 'event' AND c.detail->'presumed' IS NULL) AS has_author
    FROM tenant.resource_version v
    WHERE v.workspace_id = (SELECT $1::uuid) AND v.resource_uid = i.uid AND coalesce(v.seen_until, v.seen_at) >= i.time - interval '${SKEW}'
      AND (v.seen_after IS NULL OR v.seen_after < i.time + interval '1 second' + interval '${SKEW}')
    ORDER BY has_author,
      -- Within the second that is named, before what clocks allow.
      coalesce(v.seen_until, v.seen_at) < i.time OR coalesce(v.seen_after, '-infinity') >= i.time + interval '1 second', v.version
    LIMIT 1
  ) v
), numbered AS (
  SELECT f.*, coalesce(k.last, -1) + row_number() OVER (PARTITION BY f.uid, f.version ORDER BY f.time, f.event_id) AS position
  FROM fitting f LEFT JOIN LATERAL (
    SELECT max(c.position) AS last FROM tenant.version_cause c
    WHERE c.workspace_id = (SELECT $1::uuid) AND c.resource_uid = f.uid AND c.version = f.version
  ) k ON true
  WHERE NOT EXISTS (SELECT FROM tenant.version_cause c WHERE c.workspace_id = (SELECT $1::uuid) AND c.resource_uid = f.uid
    AND c.version = f.version AND c.kind = 'event' AND c.detail->>'eventId' = f.event_id)
), unpresumed AS (
  -- What was only laid to events that may have done it has its author now.
  DELETE FROM tenant.version_cause c USING numbered n
  WHERE c.workspace_id = (SELECT $1::uuid) AND c.resource_uid = n.uid AND c.version = n.version AND c.detail->'presumed' IS NOT NULL
  RETURNING c.resource_uid, c.version, c.detail
), untouched AS (
  DELETE FROM tenant.event_touch t USING unpresumed p
  WHERE t.workspace_id = (SELECT $1::uuid) AND t.day = (p.detail->>'day')::date AND t.account_id = p.detail->>'accountId'
    AND t.event_id = p.detail->>'eventId' AND t.resource_uid = p.resource_uid AND t.version = p.version
), written AS (
  INSERT INTO tenant.version_cause (workspace_id, resource_uid, version, position, kind, scan_id, detail, at)
  SELECT $1::uuid, n.uid, n.version, n.position, 'event', NULL, n.detail, n.time FROM numbered n
)
SELECT n, version FROM fitting`;
