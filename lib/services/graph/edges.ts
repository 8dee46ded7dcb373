import { Prisma } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import type { GraphNode } from '@/lib/schemas/graph';

/** The far end of an edge as the inventory has it, or as the edge names it. */
export type End = {
  kind: string;
  type: string;
  key: string;
  uid: string | null;
  name: string | null;
  accountId: string | null;
  region: string | null;
  state: Exclude<GraphNode['state'], 'absent'> | null;
};
/** One edge of a node, and how many the node has of that direction, kind and type. */
export type EdgeRow = End & { node: string; total: number };

export type Fan = {
  /** Kinds to follow; null for all. */
  kinds: readonly string[] | null;
  /** Edges shown of each kind and type of a node. */
  shown: number;
  /** Edges read of each node: a count that reaches it says "at least". */
  cap: number;
};

/** Which resource an edge `e` names, seen from its near end `s`: the one there now, else the latest that was. */
export const FAR_END = Prisma.sql`(
  SELECT f.uid, f.name, f.arn, f.account_id, f.region, f.state FROM (
    SELECT r.uid, r.name, r.arn, r.account_id, r.region, r.state, r.first_seen_at FROM tenant.resource r
    WHERE e.to_by = 'arn' AND r.workspace_id = s.workspace_id AND r.arn = e.to_key
    UNION ALL
    SELECT r.uid, r.name, r.arn, r.account_id, r.region, r.state, r.first_seen_at FROM tenant.resource r
    WHERE e.to_by = 'id' AND r.workspace_id = s.workspace_id AND r.account_id = s.account_id
      AND r.region IN ('global', s.region) AND r.type = e.to_type AND r.id = e.to_key
    UNION ALL
    SELECT r.uid, r.name, r.arn, r.account_id, r.region, r.state, r.first_seen_at FROM tenant.resource r
    WHERE e.to_by = 'name' AND r.workspace_id = s.workspace_id AND r.name = e.to_key
      AND r.account_id = s.account_id AND r.type = e.to_type
  ) f ORDER BY f.state = 'deleted', f.first_seen_at DESC LIMIT 1)`;

const ofKinds = (kinds: Fan['kinds']) => (kinds ? Prisma.sql`AND e.kind = ANY(${[...kinds]}::text[])` : Prisma.empty);

/** What each of some resources names, the first of each kind and type, with how many there are. */
export function edgesFrom(tx: Transaction, workspaceId: string, uids: readonly string[], fan: Fan): Promise<EdgeRow[]> {
  return tx.$queryRaw<EdgeRow[]>`
    SELECT s.uid::text AS node, e.kind, e.to_type AS type, coalesce(t.arn, e.to_key) AS key, e.total::int AS total,
           t.uid::text AS uid, t.name, t.account_id AS "accountId", t.region, t.state
    FROM tenant.resource s
    CROSS JOIN LATERAL (
      SELECT * FROM (
        SELECT e.kind, e.to_type, e.to_key, e.to_by, count(*) OVER (PARTITION BY e.kind, e.to_type) AS total,
               row_number() OVER (PARTITION BY e.kind, e.to_type ORDER BY e.to_key) AS position
        FROM (SELECT e.kind, e.to_type, e.to_key, e.to_by FROM tenant.relationship e
              WHERE e.workspace_id = s.workspace_id AND e.from_uid = s.uid ${ofKinds(fan.kinds)} LIMIT ${fan.cap}) e
      ) e WHERE e.position <= ${fan.shown}
    ) e
    LEFT JOIN LATERAL ${FAR_END} t ON true
    WHERE s.workspace_id = ${workspaceId}::uuid AND s.uid = ANY(${[...uids]}::uuid[])
    ORDER BY node, e.kind, type, key`;
}

/**
 * The branches of who names a resource `t`: by its ARN from anywhere, by its id or name from within its account. What is
 * global may be named by id from every region, what is regional only from its own. Deleted things name nothing.
 */
export function namersOf(only: Prisma.Sql, order: Prisma.Sql, most: number): Prisma.Sql {
  const branch = (by: 'arn' | 'id' | 'name') => Prisma.sql`(
    SELECT e.kind, s.uid, s.type, s.name, s.arn, s.id, s.account_id, s.region, s.state
    FROM tenant.relationship e
    JOIN tenant.resource s ON s.workspace_id = e.workspace_id AND s.uid = e.from_uid
    WHERE e.workspace_id = t.workspace_id AND e.to_by = ${by} AND e.to_type = t.type AND s.state <> 'deleted'
      AND e.to_key = ${by === 'arn' ? Prisma.sql`t.arn` : by === 'id' ? Prisma.sql`t.id` : Prisma.sql`t.name`}
      ${
        by === 'arn'
          ? Prisma.empty
          : by === 'id'
            ? Prisma.sql`AND s.account_id = t.account_id AND (t.region = 'global' OR s.region = t.region)`
            : Prisma.sql`AND s.account_id = t.account_id`
      }
      ${only} ${order} LIMIT ${most})`;
  return Prisma.sql`(${branch('arn')} UNION ALL ${branch('id')} UNION ALL ${branch('name')})`;
}

/** What names each of some resources, the first of each kind and type, with how many there are. */
export function edgesTo(tx: Transaction, workspaceId: string, uids: readonly string[], fan: Fan): Promise<EdgeRow[]> {
  return tx.$queryRaw<EdgeRow[]>`
    SELECT t.uid::text AS node, e.kind, e.type, coalesce(e.arn, e.id) AS key, e.total::int AS total, e.uid::text AS uid, e.name,
           e.account_id AS "accountId", e.region, e.state
    FROM tenant.resource t
    CROSS JOIN LATERAL (
      SELECT * FROM (
        SELECT e.*, count(*) OVER (PARTITION BY e.kind, e.type) AS total,
               row_number() OVER (PARTITION BY e.kind, e.type ORDER BY e.name, e.uid) AS position
        FROM ${namersOf(ofKinds(fan.kinds), Prisma.empty, fan.cap)} e
      ) e WHERE e.position <= ${fan.shown}
    ) e
    WHERE t.workspace_id = ${workspaceId}::uuid AND t.uid = ANY(${[...uids]}::uuid[])
    ORDER BY node, e.kind, e.type, e.name, uid`;
}
