import { z } from 'zod';
import { Prisma } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { idSchema } from '@/lib/schemas/common';
import { type UsedByPage, usedByKeyQuerySchema, usedByQuerySchema } from '@/lib/schemas/graph';
import { resourceRow } from '../inventory/get';
import { cutPage, decodePageToken } from '../page';
import { workspaceRead } from '../verb';
import { type End, namersOf } from './edges';
import { endOf } from './picture';

/** Users read to be counted; more than that is "100,000 or more". */
const COUNTED = 100_000;
const CURSOR = z.tuple([z.string(), idSchema, z.string()]);
const PROFILE = 'AWS::IAM::InstanceProfile';

type Asked = Omit<z.output<typeof usedByQuerySchema>, 'pageToken'> & { pageToken?: string | undefined };
type Row = End & { uid: string; via: string | null; viaName: string | null };
/** What is used, as rows that `namersOf` takes: the thing itself, and the profiles that hold a role. */
type Targets = Prisma.Sql;

/** What uses a resource, by kind and type. A role is also used by what runs as an instance profile that contains it. */
export const usedBy = workspaceRead({
  permission: 'inventory:read',
  input: usedByQuerySchema.extend({ uid: idSchema }),
  async run(tx, { uid, ...asked }, { workspaceId }): Promise<UsedByPage> {
    const row = await resourceRow(tx, workspaceId, uid);
    const self = Prisma.sql`SELECT r.workspace_id, r.type, r.arn, r.id, r.name, r.account_id, r.region,
        NULL::uuid AS via, NULL::text AS via_name
      FROM tenant.resource r WHERE r.workspace_id = ${workspaceId}::uuid AND r.uid = ${uid}::uuid`;
    if (row.type !== 'AWS::IAM::Role') return usersOf(tx, self, asked);
    const profiles = Prisma.sql`SELECT p.workspace_id, p.type, p.arn, p.id, p.name, p.account_id, p.region, p.uid, p.name
      FROM (${self}) t CROSS JOIN LATERAL ${namersOf(Prisma.sql`AND e.kind = 'contains' AND s.type = ${PROFILE}`, Prisma.empty, 1000)} x
      JOIN tenant.resource p ON p.workspace_id = t.workspace_id AND p.uid = x.uid`;
    return usersOf(tx, Prisma.sql`${self} UNION ALL ${profiles}`, asked);
  },
});

/** The same for what need not be in the inventory (a key of another account), by what others call it. */
export const usedByKey = workspaceRead({
  permission: 'inventory:read',
  input: usedByKeyQuerySchema,
  run: (tx, { type, key, ...asked }, { workspaceId }): Promise<UsedByPage> =>
    usersOf(tx, keyTargets(workspaceId, type, key), asked, true),
});

/** What is named by its key alone. */
export const keyTargets = (workspaceId: string, type: string, key: string): Targets =>
  Prisma.sql`SELECT ${workspaceId}::uuid AS workspace_id, ${type}::text AS type, ${key}::text AS key`;

/** Users of a key, whoever's: an id or a name that is not an ARN may mean several things, each in its own account. */
function namersOfKey(only: Prisma.Sql, order: Prisma.Sql, most: number): Prisma.Sql {
  const branch = (by: string) => Prisma.sql`(
    SELECT e.kind, s.uid, s.type, s.name, s.arn, s.id, s.account_id, s.region, s.state
    FROM tenant.relationship e
    JOIN tenant.resource s ON s.workspace_id = e.workspace_id AND s.uid = e.from_uid
    WHERE e.workspace_id = t.workspace_id AND e.to_by = ${by} AND e.to_type = t.type AND e.to_key = t.key
      AND s.state <> 'deleted' ${only} ${order} LIMIT ${most})`;
  return Prisma.sql`(${branch('arn')} UNION ALL ${branch('id')} UNION ALL ${branch('name')})`;
}

/** A page of users of some targets, with the counts on the first one. */
export async function usersOf(tx: Transaction, targets: Targets, asked: Asked, byKey = false): Promise<UsedByPage> {
  const { kind, byType, pageSize, pageToken } = asked;
  const after = decodePageToken(CURSOR, pageToken);
  const namers = byKey ? namersOfKey : namersOf;
  const via = byKey ? Prisma.sql`NULL::uuid AS via, NULL::text AS via_name` : Prisma.sql`t.via, t.via_name`;
  const filters = Prisma.sql`${kind ? Prisma.sql`AND e.kind = ${kind}` : Prisma.empty}
    ${byType ? Prisma.sql`AND s.type = ${byType}` : Prisma.empty}`;
  // From the cursor's user on, itself included: it may use the thing in another way that is still to come.
  const from = after ? Prisma.sql`AND (e.kind, e.from_uid) >= (${after[0]}, ${after[1]}::uuid)` : Prisma.empty;
  const past = after
    ? Prisma.sql`WHERE (u.kind, u.uid, coalesce(u.via::text, '')) > (${after[0]}, ${after[1]}::uuid, ${after[2]})`
    : Prisma.empty;
  const rows = await tx.$queryRaw<Row[]>`
    WITH targets AS (${targets})
    SELECT u.kind, u.uid::text AS uid, u.type, coalesce(u.arn, u.id) AS key, u.name, u.account_id AS "accountId", u.region,
           u.state, u.via::text AS via, u.via_name AS "viaName"
    FROM (SELECT DISTINCT e.kind, e.uid, e.type, e.arn, e.id, e.name, e.account_id, e.region, e.state, ${via}
          FROM targets t
          CROSS JOIN LATERAL ${namers(Prisma.sql`${filters} ${from}`, Prisma.sql`ORDER BY e.kind, e.from_uid`, pageSize + 2)} e) u
    ${past} ORDER BY u.kind, u.uid, coalesce(u.via::text, '') LIMIT ${pageSize + 1}`;
  const { rows: shown, ...next } = cutPage(rows, pageSize, (row) => [row.kind, row.uid, row.via ?? '']);
  const counts = after
    ? []
    : await tx.$queryRaw<UsedByPage['counts']>`
        WITH targets AS (${targets})
        SELECT u.kind, u.type, count(*)::int AS count
        FROM (SELECT DISTINCT e.kind, e.type, e.uid
              FROM targets t CROSS JOIN LATERAL ${namers(Prisma.empty, Prisma.empty, COUNTED)} e) u
        GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`;
  return {
    counts,
    countsExact: counts.reduce((sum, { count }) => sum + count, 0) < COUNTED,
    users: shown.map((row) => ({
      kind: row.kind,
      ...endOf(row),
      uid: row.uid,
      via: row.via && row.viaName !== null ? { uid: row.via, name: row.viaName } : null,
    })),
    ...next,
  };
}
