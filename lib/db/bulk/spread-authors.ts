import type { Transaction } from '@/lib/db/transaction';
import { NAMED } from '../named';
import { jsonForPostgres } from './json';

/** CloudTrail names whole seconds. Epoch ms; `skew`: what clocks may differ by. */
const SECOND = 1_000;

export type VersionSpan = { version: number; after: number | null; until: number };
export type AuthorAt = { eventId: string; time: number; version: number };

export const fits = ({ after, until }: VersionSpan, time: number, skew: number): boolean =>
  until >= time - skew && (after === null || after < time + SECOND + skew);

/**
 * Gives as many versions of one resource an author as there can be: each takes, in their order, the first event that it fits
 * and none has taken. An event that is left over stays where it is. That this is the most holds because each event fits
 * versions that follow one another, and a later one none that are before those of an earlier. Answers what moves.
 */
export function spread(
  versions: readonly VersionSpan[],
  authors: readonly AuthorAt[],
  skew: number,
): { eventId: string; from: number; to: number }[] {
  const free = authors.toSorted((a, b) => a.time - b.time || (a.eventId < b.eventId ? -1 : 1));
  return versions
    .toSorted((a, b) => a.version - b.version)
    .flatMap((version) => {
      const index = free.findIndex(({ time }) => fits(version, time, skew));
      const [taken] = index < 0 ? [] : free.splice(index, 1);
      if (!taken || taken.version === version.version) return [];
      return [{ eventId: taken.eventId, from: taken.version, to: version.version }];
    });
}

type Row = VersionSpan & { uid: string; authors: { eventId: string; time: number }[] | null };

/**
 * Where a version has no author and an event that fits it was given to another, events are given anew, as `spread` says:
 * they come in any order, and the first took what it found. `given`: the events that were just given, time in epoch ms.
 * Answers where events went.
 */
export async function spreadAuthors(
  tx: Transaction,
  workspaceId: string,
  given: readonly { uid: string; time: number }[],
  skew: number,
): Promise<{ uid: string; eventId: string; version: number }[]> {
  if (given.length === 0) return [];
  const since = [...Map.groupBy(given, ({ uid }) => uid)].map(([uid, of]) => ({
    uid,
    since: of.reduce((least, { time }) => Math.min(least, time), Number.POSITIVE_INFINITY) - BACK_MS,
  }));
  const rows = await tx.$queryRawUnsafe<Row[]>(SPANS_SQL, workspaceId, jsonForPostgres(since), skew);
  const moves = [...Map.groupBy(rows, ({ uid }) => uid)].flatMap(([uid, spans]) => {
    const authors = spans.flatMap(({ version, authors: of }) => (of ?? []).map((one) => ({ ...one, version })));
    return spread(spans, authors, skew).map((move) => ({ uid, ...move }));
  });
  if (moves.length > 0) await tx.$executeRawUnsafe(MOVE_SQL, workspaceId, jsonForPostgres(moves));
  return moves.map(({ uid, eventId, to }) => ({ uid, eventId, version: to }));
}

/** How far before the events that were given others may be given anew. */
const BACK_MS = 60_000;

/** Versions of the resources that need it. */
const SPANS_SQL = `${NAMED}
WITH spans AS (
  SELECT v.resource_uid, v.version, (extract(epoch FROM v.seen_after) * 1000)::float8 AS after,
    (extract(epoch FROM coalesce(v.seen_until, v.seen_at)) * 1000)::float8 AS until, c.authors
  FROM json_to_recordset($2::json) AS x(uid uuid, since float8)
  JOIN tenant.resource_version v ON v.workspace_id = (SELECT $1::uuid) AND v.resource_uid = x.uid
    AND v.seen_at > to_timestamp(x.since / 1000)
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('eventId', c.detail->>'eventId', 'time', extract(epoch FROM c.at) * 1000)) AS authors
    FROM tenant.version_cause c WHERE c.workspace_id = (SELECT $1::uuid) AND c.resource_uid = v.resource_uid
      AND c.version = v.version AND c.kind = 'event' AND c.detail->'presumed' IS NULL
  ) c ON true
)
SELECT s.resource_uid::text AS uid, s.version, s.after, s.until, s.authors FROM spans s
WHERE EXISTS (
  SELECT FROM spans bare JOIN spans other ON other.resource_uid = bare.resource_uid AND other.authors IS NOT NULL
  CROSS JOIN jsonb_array_elements(other.authors) a
  WHERE bare.resource_uid = s.resource_uid AND bare.authors IS NULL AND bare.until >= (a->>'time')::float8 - $3::float8
    AND (bare.after IS NULL OR bare.after < (a->>'time')::float8 + 1000 + $3::float8))
ORDER BY s.resource_uid, s.version`;

/** A cause's version is a part of its key and never changes: it is written anew. */
const MOVE_SQL = `${NAMED}
WITH moves AS (
  SELECT * FROM json_to_recordset($2::json) AS x(uid uuid, "eventId" text, "from" int, "to" int)
), taken AS (
  DELETE FROM tenant.version_cause c USING moves m
  WHERE c.workspace_id = (SELECT $1::uuid) AND c.resource_uid = m.uid AND c.version = m."from" AND c.kind = 'event'
    AND c.detail->>'eventId' = m."eventId"
  RETURNING c.resource_uid, m."to" AS version, c.detail, c.at
), numbered AS (
  SELECT t.*, coalesce((SELECT max(c.position) FROM tenant.version_cause c WHERE c.workspace_id = (SELECT $1::uuid)
    AND c.resource_uid = t.resource_uid AND c.version = t.version), -1) + row_number() OVER (PARTITION BY t.resource_uid, t.version) AS position
  FROM taken t
), given AS (
  INSERT INTO tenant.version_cause (workspace_id, resource_uid, version, position, kind, scan_id, detail, at)
  SELECT $1::uuid, n.resource_uid, n.version, n.position, 'event', NULL, n.detail, n.at FROM numbered n
)
UPDATE tenant.event_touch t SET version = n.version
FROM numbered n
WHERE t.workspace_id = (SELECT $1::uuid) AND t.day = (n.detail->>'day')::date AND t.account_id = n.detail->>'accountId'
  AND t.event_id = n.detail->>'eventId' AND t.resource_uid = n.resource_uid`;
