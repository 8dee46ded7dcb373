import { z } from 'zod';
import { jsonForPostgres } from '@/lib/db/bulk/json';
import type { Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { EVENT_OUTCOMES, type EventFilter, type EventView } from '@/lib/schemas/event';

type Key = { day: string; accountId: string; eventId: string };

/** An event's id for URLs: day, account and CloudTrail's id. */
export const eventRef = ({ day, accountId, eventId }: Key): string =>
  `${day.replaceAll('-', '')}.${accountId}.${eventId}`;

/** What `eventRef` made, or null: then there is no such event. */
export function parseEventRef(ref: string): Key | null {
  const match = /^(\d{4})(\d{2})(\d{2})\.([\w-]{1,128})\.(.{1,128})$/.exec(ref);
  if (!match) return null;
  const [, year, month, day, accountId = '', eventId = ''] = match;
  const text = `${year}-${month}-${day}`;
  return Number.isNaN(Date.parse(text)) ? null : { day: text, accountId, eventId };
}

const outcomesSchema = z.array(z.enum(EVENT_OUTCOMES)).min(1);

/**
 * What is asked for, in the one spelling that SQL and `matches` compare: ids and principals in lower case, times as ISO 8601
 * in whole milliseconds, text as PostgreSQL stores it. Only what was told.
 */
export type EventConditions = Partial<
  Record<
    'account' | 'service' | 'name' | 'principal' | 'accessKey' | 'address' | 'source' | 'resource' | 'from' | 'to',
    string
  >
> & { outcomes?: readonly EventView['outcome'][] };

/** Filters as conditions. Throws invalid_request for an outcome that is none, and for an id that is no id of Mooring. */
export function conditionsOf({ outcome, ...filter }: EventFilter): EventConditions {
  const conditions: EventConditions = {};
  const told = JSON.parse(jsonForPostgres(filter)) as typeof filter;
  for (const name of ['account', 'service', 'name', 'accessKey', 'address'] as const) {
    if (told[name]) conditions[name] = told[name];
  }
  if (told.principal) conditions.principal = told.principal.toLowerCase();
  for (const name of ['source', 'resource'] as const) {
    if (!told[name]) continue;
    if (!z.uuid().safeParse(told[name]).success) throw badFilter(name, 'not an id of Mooring');
    conditions[name] = told[name].toLowerCase();
  }
  for (const name of ['from', 'to'] as const) if (told[name]) conditions[name] = wholeMilliseconds(told[name]);
  if (!outcome) return conditions;
  const outcomes = outcomesSchema.safeParse(outcome.split(',').map((one) => one.trim()));
  if (!outcomes.success) throw badFilter('outcome', `one of ${EVENT_OUTCOMES.join(', ')}`);
  return { ...conditions, outcomes: outcomes.data };
}

/** The first whole millisecond not before: events have no finer time. PostgreSQL knows no year 0. */
function wholeMilliseconds(time: string): string {
  const finer = /\.\d{3}\d*[1-9]/.test(time) ? 1 : 0;
  return new Date(Math.max(YEAR_1, Date.parse(time) + finer)).toISOString();
}
const YEAR_1 = Date.parse('0001-01-01T00:00:00.000Z');

const badFilter = (path: string, message: string) =>
  new AppError('invalid_request', `The filter ${path} is not understood: ${message}.`, {
    details: [{ path, message }],
  });

type Row = Key & {
  principalText: string;
  time: Date;
  receivedAt: Date;
  settledAt: Date | null;
  region: string;
  service: string;
  name: string;
  principal: EventView['principal'];
  sourceAddress: string | null;
  userAgent: string | null;
  outcome: EventView['outcome'];
  reason: string | null;
  sourceId: string;
  sourceName: string | null;
  touches: (Omit<EventView['touches'][number], 'ref'> & { ref: Record<string, string> })[];
};

export type EventPageAsk = {
  filters: EventConditions & { changedSince?: string };
  byTime: boolean;
  after: readonly [string, string] | null;
  size: number;
};

/** An event, and the lower-case text that is searched for a principal. */
export type FoundEvent = { event: EventView; principalText: string };

/** Events of one page in its order, each with what it touched; two look-ups an event, by key. */
export async function findEvents(tx: Transaction, workspaceId: string, ask: EventPageAsk): Promise<FoundEvent[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT to_char(e.day, 'YYYY-MM-DD') AS day, e.account_id AS "accountId", e.event_id AS "eventId", e.time,
      e.received_at AS "receivedAt", e.settled_at AS "settledAt", e.region, e.service, e.name, e.principal, e.principal_text AS "principalText",
      e.source_address AS "sourceAddress", e.user_agent AS "userAgent", e.outcome, e.reason, e.source_id::text AS "sourceId",
      s.name AS "sourceName", coalesce(t.touches, '[]'::jsonb) AS touches
    FROM tenant.event_page(${JSON.stringify(ask.filters)}::jsonb, ${ask.byTime}, ${ask.after === null ? null : JSON.stringify(ask.after)}::jsonb, ${ask.size}::int) p
    JOIN tenant.event e ON e.workspace_id = ${workspaceId}::uuid AND e.day = p.day AND e.account_id = p.account_id AND e.event_id = p.event_id
    LEFT JOIN tenant.event_source s ON s.workspace_id = e.workspace_id AND s.id = e.source_id
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('type', t.type, 'region', t.region, 'ref', t.ref, 'effect', t.effect, 'result', t.result,
        'resourceUid', t.resource_uid, 'resourceName', r.name, 'version', t.version) ORDER BY t.position) AS touches
      FROM tenant.event_touch t
      LEFT JOIN tenant.resource r ON r.workspace_id = t.workspace_id AND r.uid = t.resource_uid
      WHERE t.workspace_id = e.workspace_id AND t.day = e.day AND t.account_id = e.account_id AND t.event_id = e.event_id
    ) t ON true
    ORDER BY p.place`;
  return rows.map(({ principalText, ...row }) => ({ event: viewOf(row), principalText }));
}

export const eventRows = async (tx: Transaction, workspaceId: string, ask: EventPageAsk): Promise<EventView[]> =>
  (await findEvents(tx, workspaceId, ask)).map(({ event }) => event);

function viewOf({ day, time, receivedAt, settledAt, touches, ...row }: Omit<Row, 'principalText'>): EventView {
  const { accountId, eventId } = row;
  return {
    ...row,
    id: eventRef({ day, accountId, eventId }),
    time: time.toISOString(),
    receivedAt: receivedAt.toISOString(),
    settledAt: settledAt?.toISOString() ?? null,
    latencyMs: settledAt ? Math.max(0, settledAt.getTime() - time.getTime()) : null,
    touches: touches.map(({ ref, ...touch }) => ({ ...touch, ref: ref.arn ?? ref.id ?? ref.name ?? '' })),
  };
}
