import { Prisma } from '@/lib/db/generated/prisma/client';
import { eventSourceQuerySchema } from '@/lib/schemas/event-source';
import { cutPage, decodePageToken, textCursor } from '../page';
import { workspaceRead } from '../verb';
import { sourceRows } from './rows';
import { eventSourceView } from './view';

/** Event sources by name, with what each does now. */
export const listEventSources = workspaceRead({
  permission: 'event:read',
  input: eventSourceQuerySchema,
  async run(tx, { pageSize, pageToken, strategy, q }, { workspaceId }) {
    const after = decodePageToken(textCursor, pageToken);
    const conditions = [
      ...(after ? [Prisma.sql`s.name > ${after[0]}`] : []),
      ...(strategy ? [Prisma.sql`s.strategy = ${strategy}`] : []),
      ...(q ? [Prisma.sql`position(lower(${q}) IN lower(s.name || ' ' || s.config::text)) > 0`] : []),
    ];
    const where = conditions.length > 0 ? Prisma.join(conditions, ' AND ') : Prisma.sql`true`;
    const { rows, ...next } = cutPage(await sourceRows(tx, workspaceId, where, pageSize + 1), pageSize, (row) => [
      row.name,
    ]);
    return { eventSources: rows.map(eventSourceView), ...next };
  },
});
