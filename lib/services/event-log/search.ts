import { z } from 'zod';
import { notFound } from '@/lib/errors/app-error';
import { type eventDetailSchema, eventQuerySchema } from '@/lib/schemas/event';
import { cutPage, decodePageToken } from '../page';
import { workspaceRead } from '../verb';
import { conditionsOf, eventRows, parseEventRef } from './rows';

const cursor = z.tuple([z.iso.datetime(), z.string()]);

/** One page of the log, the newest first: by when events came, or by when they happened. */
export const searchEvents = workspaceRead({
  permission: 'event:read',
  input: eventQuerySchema,
  async run(tx, { pageSize, pageToken, order, ...filter }, { workspaceId }) {
    const byTime = order === 'time';
    const after = decodePageToken(cursor, pageToken) ?? null;
    const found = await eventRows(tx, workspaceId, {
      filters: conditionsOf(filter),
      byTime,
      after,
      size: pageSize + 1,
    });
    const { rows, ...next } = cutPage(found, pageSize, (row) => [byTime ? row.time : row.receivedAt, row.eventId]);
    return { events: rows, ...next };
  },
});

/** One event with CloudTrail's record; not_found for another workspace's, and for one that the log no longer keeps. */
export const getEvent = workspaceRead({
  permission: 'event:read',
  input: z.object({ eventRef: z.string() }),
  async run(tx, { eventRef }, { workspaceId }): Promise<z.output<typeof eventDetailSchema>> {
    const key = parseEventRef(eventRef);
    if (!key) throw notFound('event');
    const [raw] = await tx.$queryRaw<{ raw: Record<string, unknown> | null; truncated: boolean; from: Date }[]>`
      SELECT raw, raw_truncated AS truncated, time AS "from" FROM tenant.event
      WHERE workspace_id = ${workspaceId}::uuid AND day = ${key.day}::date AND account_id = ${key.accountId} AND event_id = ${key.eventId}`;
    if (!raw) throw notFound('event');
    const from = raw.from.toISOString();
    const to = new Date(raw.from.getTime() + 1).toISOString();
    const filters = { account: key.accountId, from, to };
    const rows = await eventRows(tx, workspaceId, { filters, byTime: true, after: null, size: 10_000 });
    const row = rows.find(({ eventId }) => eventId === key.eventId);
    if (!row) throw notFound('event');
    return { ...row, raw: raw.raw, rawTruncated: raw.truncated };
  },
});
