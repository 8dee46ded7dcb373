import { z } from 'zod';
import { Prisma } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { idSchema } from '@/lib/schemas/common';
import { type Neighbour, neighbourQuerySchema } from '@/lib/schemas/graph';
import { resourceRow } from '../inventory/get';
import { cutPage, decodePageToken } from '../page';
import { workspaceRead } from '../verb';
import { type End, FAR_END, namersOf } from './edges';
import { endOf } from './picture';

const OUT_CURSOR = z.tuple([z.string(), z.string(), z.string()]);
const IN_CURSOR = z.tuple([z.string(), idSchema]);
type Asked = {
  uid: string;
  kind?: string | undefined;
  type?: string | undefined;
  pageSize: number;
  pageToken?: string | undefined;
};

/** One direction of a resource's neighbours, page by page: what a group of the graph opens to. */
export const listNeighbours = workspaceRead({
  permission: 'inventory:read',
  input: neighbourQuerySchema.extend({ uid: idSchema }),
  async run(tx, { direction, ...asked }, { workspaceId }) {
    await resourceRow(tx, workspaceId, asked.uid);
    const { rows, ...next } = await (direction === 'out' ? outward : inward)(tx, workspaceId, asked);
    const neighbours = rows.map((row): Neighbour => ({ kind: row.kind, direction, ...endOf(row) }));
    return { neighbours, ...next };
  },
});

async function outward(tx: Transaction, workspaceId: string, { uid, kind, type, pageSize, pageToken }: Asked) {
  const after = decodePageToken(OUT_CURSOR, pageToken);
  const rows = await tx.$queryRaw<(End & { toKey: string })[]>`
    SELECT e.kind, e.to_type AS type, coalesce(t.arn, e.to_key) AS key, e.to_key AS "toKey", t.uid::text AS uid, t.name,
           t.account_id AS "accountId", t.region, t.state
    FROM tenant.resource s
    JOIN tenant.relationship e ON e.workspace_id = s.workspace_id AND e.from_uid = s.uid
    LEFT JOIN LATERAL ${FAR_END} t ON true
    WHERE s.workspace_id = ${workspaceId}::uuid AND s.uid = ${uid}::uuid
      ${kind ? Prisma.sql`AND e.kind = ${kind}` : Prisma.empty}
      ${type ? Prisma.sql`AND e.to_type = ${type}` : Prisma.empty}
      ${after ? Prisma.sql`AND (e.kind, e.to_type, e.to_key) > (${after[0]}, ${after[1]}, ${after[2]})` : Prisma.empty}
    ORDER BY e.kind, e.to_type, e.to_key LIMIT ${pageSize + 1}`;
  return cutPage(rows, pageSize, (row) => [row.kind, row.type, row.toKey]);
}

async function inward(tx: Transaction, workspaceId: string, { uid, kind, type, pageSize, pageToken }: Asked) {
  const after = decodePageToken(IN_CURSOR, pageToken);
  const only = Prisma.sql`${kind ? Prisma.sql`AND e.kind = ${kind}` : Prisma.empty}
    ${type ? Prisma.sql`AND s.type = ${type}` : Prisma.empty}
    ${after ? Prisma.sql`AND (e.kind, e.from_uid) > (${after[0]}, ${after[1]}::uuid)` : Prisma.empty}`;
  const rows = await tx.$queryRaw<(End & { uid: string })[]>`
    SELECT DISTINCT e.kind, e.uid::text AS uid, e.type, coalesce(e.arn, e.id) AS key, e.name, e.account_id AS "accountId",
           e.region, e.state
    FROM tenant.resource t
    CROSS JOIN LATERAL ${namersOf(only, Prisma.sql`ORDER BY e.kind, e.from_uid`, pageSize + 1)} e
    WHERE t.workspace_id = ${workspaceId}::uuid AND t.uid = ${uid}::uuid
    ORDER BY e.kind, uid LIMIT ${pageSize + 1}`;
  return cutPage(rows, pageSize, (row) => [row.kind, row.uid]);
}
