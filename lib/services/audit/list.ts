import { z } from 'zod';
import { Prisma } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { type AuditEntry, auditQuerySchema } from '@/lib/schemas/workspace';
import { cutPage, decodePageToken } from '../page';
import { directoryRead, workspaceRead } from '../verb';

type Row = {
  id: string;
  at: string;
  actor_kind: string;
  actor_id: string;
  actor_label: string;
  action: string;
  target_kind: string;
  target_id: string;
  target_label: string;
  detail: Record<string, unknown>;
  request_id: string;
  ip_address: string | null;
  sequence: bigint | null;
  hash: Uint8Array | null;
};

const cursor = z.tuple([z.iso.datetime({ precision: 6 }), z.uuid()]);
const UTC = Prisma.raw(`to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`);

/** One workspace's audit log, newest first. */
export const listAuditLog = workspaceRead({
  permission: 'audit:read',
  input: auditQuerySchema,
  run: (tx, query, { workspaceId }) => page(tx, Prisma.sql`e.workspace_id = ${workspaceId}::uuid`, query),
});

/** What was done to the install itself, newest first. */
export const listInstallAuditLog = directoryRead({
  access: 'install',
  input: auditQuerySchema,
  run: (tx, query) => page(tx, Prisma.sql`e.workspace_id IS NULL`, query),
});

/**
 * `actor` and `target` are an id, or part of a name in any case; `action` is one action or the part before a dot
 * (`member` finds `member.joined`); `from` is included, `to` is not.
 */
async function page(tx: Transaction, place: Prisma.Sql, query: z.output<typeof auditQuerySchema>) {
  const { actor, action, target, from, to, pageSize, pageToken } = query;
  const after = decodePageToken(cursor, pageToken);
  const conditions = [
    place,
    ...(actor ? [Prisma.sql`(e.actor_id = ${actor} OR e.actor_label ILIKE ${like(actor)})`] : []),
    ...(target ? [Prisma.sql`(e.target_id = ${target} OR e.target_label ILIKE ${like(target)})`] : []),
    ...(action ? [Prisma.sql`(e.action = ${action} OR starts_with(e.action, ${`${action}.`}))`] : []),
    ...(from ? [Prisma.sql`e.at >= ${from}::timestamptz`] : []),
    ...(to ? [Prisma.sql`e.at < ${to}::timestamptz`] : []),
    ...(after ? [Prisma.sql`(e.at, e.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`] : []),
  ];
  const found = await tx.$queryRaw<Row[]>`
    SELECT e.id, ${UTC} AS at, e.actor_kind, e.actor_id, e.actor_label, e.action, e.target_kind, e.target_id,
      e.target_label, e.detail, e.request_id, e.ip_address, s.sequence, s.hash
    FROM tenant.audit_entry e LEFT JOIN tenant.audit_seal s ON s.entry_id = e.id
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY e.at DESC, e.id DESC LIMIT ${pageSize + 1}`;
  const { rows, nextPageToken } = cutPage(found, pageSize, ({ at, id }) => [at, id]);
  return { auditEntries: rows.map(toEntry), nextPageToken };
}

function toEntry(row: Row): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor_id, label: row.actor_label },
    action: row.action,
    target: { kind: row.target_kind, id: row.target_id, label: row.target_label },
    detail: row.detail,
    requestId: row.request_id,
    ipAddress: row.ip_address,
    sealed:
      row.sequence !== null && row.hash
        ? { sequence: String(row.sequence), hash: Buffer.from(row.hash).toString('hex') }
        : null,
  };
}

function like(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
