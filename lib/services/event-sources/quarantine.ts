import { z } from 'zod';
import { Prisma } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { notFound } from '@/lib/errors/app-error';
import { idSchema, pageQuerySchema } from '@/lib/schemas/common';
import { type QuarantineReason, replayQuarantineSchema } from '@/lib/schemas/event-source';
import { cutPage, decodePageToken } from '../page';
import { workspaceRead, workspaceWrite } from '../verb';

const ofSource = z.object({ eventSourceId: idSchema });
const cursor = z.tuple([z.iso.datetime(), idSchema]);

type Row = {
  id: string;
  shard: string;
  deliveryId: string;
  reason: QuarantineReason;
  message: string;
  excerpt: string;
  bytes: number;
  replayable: boolean;
  at: Date;
  replayedAt: Date | null;
  replayResult: string | null;
};

async function nameOf(tx: Transaction, workspaceId: string, id: string): Promise<string> {
  const row = await tx.eventSource.findUnique({
    where: { workspaceId_id: { workspaceId, id } },
    select: { name: true },
  });
  if (!row) throw notFound('event source');
  return row.name;
}

/** What a source brought that could not be read, the newest first. */
export const listQuarantine = workspaceRead({
  permission: 'event:read',
  input: pageQuerySchema.extend(ofSource.shape),
  async run(tx, { eventSourceId, pageSize, pageToken }, { workspaceId }) {
    const after = decodePageToken(cursor, pageToken);
    await nameOf(tx, workspaceId, eventSourceId);
    const found = await tx.$queryRaw<Row[]>`
      SELECT id::text, shard, delivery_id AS "deliveryId", reason, message, excerpt, bytes::float8 AS bytes,
        payload IS NOT NULL AS replayable, at, replayed_at AS "replayedAt", replay_result AS "replayResult"
      FROM tenant.event_quarantine
      WHERE workspace_id = ${workspaceId}::uuid AND source_id = ${eventSourceId}::uuid
        AND ${after ? Prisma.sql`(at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : Prisma.sql`true`}
      ORDER BY at DESC, id DESC LIMIT ${pageSize + 1}::int`;
    const { rows, ...next } = cutPage(found, pageSize, (row) => [row.at.toISOString(), row.id]);
    const quarantined = rows.map(({ at, replayedAt, ...row }) => ({
      ...row,
      at: at.toISOString(),
      replayedAt: replayedAt?.toISOString() ?? null,
    }));
    return { quarantined, ...next };
  },
});

const chosen = (ids: readonly string[] | undefined) =>
  ids === undefined ? Prisma.sql`true` : Prisma.sql`id = ANY(${[...ids]}::uuid[])`;

const replay = workspaceWrite({
  permission: 'eventSource:write',
  input: replayQuarantineSchema.extend(ofSource.shape),
  async run(tx, { eventSourceId, ids }, { workspaceId }) {
    const name = await nameOf(tx, workspaceId, eventSourceId);
    const queued = await tx.$executeRaw`
      UPDATE tenant.event_quarantine SET replay_wanted_at = clock_timestamp(), replayed_at = NULL, replay_result = NULL
      WHERE workspace_id = ${workspaceId}::uuid AND source_id = ${eventSourceId}::uuid AND payload IS NOT NULL AND ${chosen(ids)}`;
    return { name, queued };
  },
  audit: ({ eventSourceId: id }, { name, queued }) =>
    queued === 0
      ? null
      : { action: 'event_source.replay', target: { kind: 'event_source', id, label: name }, detail: { items: queued } },
});

/** Asks for items to be read once more by whoever keeps the source; they stay listed with what became of it. */
export const replayQuarantine = async (...args: Parameters<typeof replay>) => ({
  queued: (await replay(...args)).queued,
});

const discard = workspaceWrite({
  permission: 'eventSource:write',
  input: replayQuarantineSchema.extend(ofSource.shape),
  async run(tx, { eventSourceId, ids }, { workspaceId }) {
    const name = await nameOf(tx, workspaceId, eventSourceId);
    const discarded = await tx.$executeRaw`
      DELETE FROM tenant.event_quarantine
      WHERE workspace_id = ${workspaceId}::uuid AND source_id = ${eventSourceId}::uuid AND ${chosen(ids)}`;
    return { name, discarded };
  },
  audit: ({ eventSourceId: id }, { name, discarded }) =>
    discarded === 0
      ? null
      : {
          action: 'event_source.discard',
          target: { kind: 'event_source', id, label: name },
          detail: { items: discarded },
        },
});

export const discardQuarantine = async (...args: Parameters<typeof discard>) => ({
  discarded: (await discard(...args)).discarded,
});
