import type { Transaction } from '@/lib/db/transaction';
import { NAMED } from '../named';
import { jsonForPostgres } from './json';

/** What names a row of the log: `day` as YYYY-MM-DD. */
export type EventKey = { day: string; accountId: string; eventId: string };

/** An event as SQL takes it; times are ISO 8601. `raw` null: too large to keep. */
export type EventRow = EventKey & {
  time: string;
  receivedAt: string;
  region: string;
  service: string;
  name: string;
  principal: object;
  principalText: string;
  accessKeyId: string | null;
  sourceAddress: string | null;
  userAgent: string | null;
  raw: object | null;
  /** What is to be said beside the outcome. */
  reason: string | null;
};

/**
 * Writes events down as pending and answers the positions of those that were new: only they may have an effect. In one
 * order, so that two consumers that bring the same events never wait for each other in a circle.
 */
export async function insertEvents(
  tx: Transaction,
  at: { workspaceId: string; sourceId: string },
  rows: readonly EventRow[],
): Promise<ReadonlySet<number>> {
  if (rows.length === 0) return new Set();
  const inserted = await tx.$queryRawUnsafe<{ n: number }[]>(
    INSERT_SQL,
    at.workspaceId,
    at.sourceId,
    jsonForPostgres(rows.map((row, n) => ({ n, ...row, rawTruncated: row.raw === null }))),
  );
  return new Set(inserted.map(({ n }) => n));
}

const INSERT_SQL = `${NAMED}
WITH input AS (
  SELECT * FROM json_to_recordset($3::json) AS x(n int, day date, "accountId" text, "eventId" text, time timestamptz,
    "receivedAt" timestamptz, region text, service text, name text, principal jsonb, "principalText" text,
    "accessKeyId" text, "sourceAddress" text, "userAgent" text, raw jsonb, "rawTruncated" boolean, reason text)
), written AS (
  INSERT INTO tenant.event (workspace_id, day, account_id, event_id, time, received_at, source_id, region, service, name,
    principal, principal_text, access_key_id, source_address, user_agent, outcome, raw, raw_truncated, reason)
  SELECT $1::uuid, i.day, i."accountId", i."eventId", i.time, i."receivedAt", $2::uuid, i.region, i.service, i.name,
    i.principal, i."principalText", i."accessKeyId", i."sourceAddress", i."userAgent", 'pending',
    nullif(i.raw, 'null'::jsonb), i."rawTruncated", i.reason
  FROM input i ORDER BY i.day, i."accountId", i."eventId"
  ON CONFLICT DO NOTHING
  RETURNING day, account_id, event_id
)
SELECT i.n FROM written w JOIN input i ON i.day = w.day AND i."accountId" = w.account_id AND i."eventId" = w.event_id`;

export type TouchRow = EventKey & {
  position: number;
  type: string;
  region: string;
  ref: object;
  effect: 'upsert' | 'delete';
  result: string;
  resourceUid: string | null;
  version: number | null;
};

/** Writes what events touched; a touch that is there (a re-read) gets its new result. */
export async function writeTouches(tx: Transaction, workspaceId: string, rows: readonly TouchRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRawUnsafe(TOUCH_SQL, workspaceId, jsonForPostgres(rows));
}

const TOUCH_SQL = `${NAMED}
INSERT INTO tenant.event_touch (workspace_id, day, account_id, event_id, position, type, region, ref, effect, result, resource_uid, version)
SELECT $1::uuid, x.day, x."accountId", x."eventId", x.position, x.type, x.region, x.ref, x.effect, x.result, x."resourceUid", x.version
FROM json_to_recordset($2::json) AS x(day date, "accountId" text, "eventId" text, position smallint, type text, region text,
  ref jsonb, effect text, result text, "resourceUid" uuid, version int)
ON CONFLICT (workspace_id, day, account_id, event_id, position) DO UPDATE
SET result = excluded.result, resource_uid = coalesce(excluded.resource_uid, event_touch.resource_uid),
  version = coalesce(excluded.version, event_touch.version)`;

export type OutcomeRow = EventKey & { outcome: string; reason: string | null };

/** Says what became of events; a terminal outcome is never changed. Answers the latency of each that ended, in ms. */
export async function writeOutcomes(
  tx: Transaction,
  workspaceId: string,
  rows: readonly OutcomeRow[],
): Promise<number[]> {
  const ended = rows.filter(({ outcome }) => outcome !== 'pending');
  if (ended.length === 0) return [];
  const written = await tx.$queryRawUnsafe<{ ms: number }[]>(OUTCOME_SQL, workspaceId, jsonForPostgres(ended));
  return written.map(({ ms }) => ms);
}

const OUTCOME_SQL = `${NAMED}
UPDATE tenant.event e
SET outcome = x.outcome, reason = nullif(concat_ws(' ', x.reason, e.reason), ''), settled_at = clock_timestamp()
FROM json_to_recordset($2::json) AS x(day date, "accountId" text, "eventId" text, outcome text, reason text)
WHERE e.workspace_id = (SELECT $1::uuid) AND e.day = x.day AND e.account_id = x."accountId" AND e.event_id = x."eventId"
  AND e.outcome = 'pending'
RETURNING greatest(0, extract(epoch FROM e.settled_at - e.time) * 1000)::float8 AS ms`;
