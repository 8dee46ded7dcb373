import { z } from 'zod';
import { Prisma } from '@/lib/db/generated/prisma/client';
import { KEY_LIMIT_DAYS } from '@/lib/inventory/age-buckets';
import { idSchema } from '@/lib/schemas/common';
import { type AccessKey, type accessKeyPageSchema, accessKeyQuerySchema } from '@/lib/schemas/inventory';
import { cutPage, decodePageToken } from '../page';
import { workspaceRead } from '../verb';

const DAY_MS = 86_400_000;
const cursor = z.tuple([z.iso.datetime(), idSchema]);

type Query = z.output<typeof accessKeyQuerySchema>;
type Row = {
  uid: string;
  id: string;
  account_id: string;
  status: string | null;
  user_name: string | null;
  aws_created_at: Date | null;
  since: Date;
  changed_at: Date;
  /** SQL null: not read. JSON null: never used. */
  last_used: { date: string; service: string | null; region: string | null } | null;
  last_used_known: boolean;
  owner_uid: string | null;
  owner_arn: string | null;
};

/** Access keys of users, oldest first. What AWS did not tell of a creation sorts by when the key was first seen. */
export const listAccessKeys = workspaceRead({
  permission: 'inventory:read',
  input: accessKeyQuerySchema,
  async run(tx, query, { workspaceId, now }): Promise<z.output<typeof accessKeyPageSchema>> {
    const after = decodePageToken(cursor, query.pageToken);
    const found = await tx.$queryRaw<Row[]>`
      SELECT k.uid::text, k.id, k.account_id, k.attributes->>'status' AS status, k.attributes->>'userName' AS user_name,
        k.aws_created_at, coalesce(k.aws_created_at, k.first_seen_at) AS since, k.changed_at,
        CASE WHEN jsonb_typeof(k.volatile->'lastUsed') = 'object' THEN k.volatile->'lastUsed' END AS last_used,
        k.volatile ? 'lastUsed' AS last_used_known, u.uid::text AS owner_uid, u.arn AS owner_arn
      FROM tenant.resource k
      LEFT JOIN LATERAL (
        SELECT r.uid, r.arn FROM tenant.resource r
        WHERE r.workspace_id = k.workspace_id AND r.name = k.attributes->>'userName' AND r.account_id = k.account_id
          AND r.type = 'AWS::IAM::User' AND r.deleted_at IS NULL LIMIT 1
      ) u ON true
      WHERE k.workspace_id = ${workspaceId}::uuid AND k.type = 'AWS::IAM::AccessKey' AND k.state = 'live'
        AND ${conditions(query, now())}
        AND ${after ? Prisma.sql`(coalesce(k.aws_created_at, k.first_seen_at), k.uid) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : Prisma.sql`true`}
      ORDER BY coalesce(k.aws_created_at, k.first_seen_at), k.uid LIMIT ${query.pageSize + 1}`;
    const { rows, ...next } = cutPage(found, query.pageSize, (row) => [row.since.toISOString(), row.uid]);
    return { accessKeys: rows.map((row) => toAccessKey(row, now())), ...next };
  },
});

/** When the last use lies, as SQL; null when never used or not known. */
const LAST_USED = Prisma.sql`(k.volatile->'lastUsed'->>'date')::timestamptz`;
export const NEVER_USED = Prisma.sql`jsonb_typeof(k.volatile->'lastUsed') = 'null'`;

function conditions({ q, account, status, age, used }: Query, now: Date): Prisma.Sql {
  const before = (days: number) => Prisma.sql`${new Date(now.getTime() - days * DAY_MS)}::timestamptz`;
  const since = Prisma.sql`coalesce(k.aws_created_at, k.first_seen_at)`;
  const like = q && `%${q.replace(/[\\%_]/g, '\\$&').replaceAll('\0', '')}%`;
  const parts = [
    Prisma.sql`true`,
    ...(like ? [Prisma.sql`(k.id ILIKE ${like} OR k.attributes->>'userName' ILIKE ${like})`] : []),
    ...(account ? [Prisma.sql`k.account_id = ANY(${account}::text[])`] : []),
    ...(status ? [Prisma.sql`k.attributes->>'status' = ${status}`] : []),
    ...(age === 'under_90' ? [Prisma.sql`${since} > ${before(KEY_LIMIT_DAYS)}`] : []),
    ...(age === 'over_90' ? [Prisma.sql`${since} <= ${before(KEY_LIMIT_DAYS)}`] : []),
    ...(age === 'over_365' ? [Prisma.sql`${since} <= ${before(365)}`] : []),
    ...(used === 'never' ? [NEVER_USED] : []),
    ...(used === 'recently' ? [Prisma.sql`${LAST_USED} > ${before(90)}`] : []),
    ...(used === 'not_in_90_days' ? [Prisma.sql`(${NEVER_USED} OR ${LAST_USED} <= ${before(90)})`] : []),
  ];
  return Prisma.join(parts, ' AND ');
}

function toAccessKey(row: Row, now: Date): AccessKey {
  const use = row.last_used;
  return {
    uid: row.uid,
    accessKeyId: row.id,
    status: row.status === 'Active' || row.status === 'Inactive' ? row.status : 'Unknown',
    owner: { name: row.user_name ?? '', uid: row.owner_uid, arn: row.owner_arn },
    accountId: row.account_id,
    createdAt: row.aws_created_at?.toISOString() ?? null,
    ageDays: row.aws_created_at && Math.floor((now.getTime() - row.aws_created_at.getTime()) / DAY_MS),
    lastUsed: {
      state: use ? 'used' : row.last_used_known ? 'never' : 'unknown',
      at: use ? new Date(use.date).toISOString() : null,
      service: use?.service ?? null,
      region: use?.region ?? null,
    },
    changedAt: row.changed_at.toISOString(),
  };
}
