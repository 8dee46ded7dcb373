import type { Resource as ResourceRow } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { arnName } from '@/lib/format/arn';
import type { Resource } from '@/lib/schemas/inventory';

const MOST = 500;
type Relationship = Resource['relationships'][number];
type Row = { kind: string; type: string; key: string; uid: string | null; name: string | null };
type Shown = { relationships: Relationship[]; moreRelationships: boolean };

/** Edges in both directions, at most 500 each; far ends are looked up by what the edge names them by. */
export async function relationshipsOf(tx: Transaction, resource: ResourceRow): Promise<Shown> {
  const [outward, inward] = [await edgesFrom(tx, resource), await edgesTo(tx, resource)];
  const view =
    (direction: 'out' | 'in') =>
    (row: Row): Relationship => ({
      direction,
      kind: row.kind,
      type: row.type,
      key: row.key,
      name: row.name ?? (row.key.startsWith('arn:') ? arnName(row.key) : row.key),
      uid: row.uid,
    });
  return {
    relationships: [...outward.slice(0, MOST).map(view('out')), ...inward.slice(0, MOST).map(view('in'))],
    moreRelationships: outward.length > MOST || inward.length > MOST,
  };
}

/** Of several that had the name, the one that is there now, else the latest. */
function edgesFrom(tx: Transaction, { workspaceId, uid, accountId, region }: ResourceRow): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    SELECT e.kind, e.to_type AS type, e.to_key AS key, t.uid::text, t.name
    FROM tenant.relationship e
    LEFT JOIN LATERAL (
      SELECT f.uid, f.name FROM (
        SELECT r.uid, r.name, r.deleted_at, r.first_seen_at FROM tenant.resource r
        WHERE e.to_by = 'arn' AND r.workspace_id = ${workspaceId}::uuid AND r.arn = e.to_key
        UNION ALL
        SELECT r.uid, r.name, r.deleted_at, r.first_seen_at FROM tenant.resource r
        WHERE e.to_by = 'id' AND r.workspace_id = ${workspaceId}::uuid AND r.account_id = ${accountId}
          AND r.region = ANY(${['global', region]}::text[]) AND r.type = e.to_type AND r.id = e.to_key
        UNION ALL
        SELECT r.uid, r.name, r.deleted_at, r.first_seen_at FROM tenant.resource r
        WHERE e.to_by = 'name' AND r.workspace_id = ${workspaceId}::uuid AND r.name = e.to_key
          AND r.account_id = ${accountId} AND r.type = e.to_type
      ) f ORDER BY f.deleted_at IS NULL DESC, f.first_seen_at DESC LIMIT 1
    ) t ON true
    WHERE e.workspace_id = ${workspaceId}::uuid AND e.from_uid = ${uid}::uuid
    ORDER BY e.kind, e.to_key LIMIT ${MOST + 1}`;
}

/** What is there now and names this resource by its ARN, or from within the account by its id or name. */
function edgesTo(tx: Transaction, resource: ResourceRow): Promise<Row[]> {
  const { workspaceId, accountId, type, id, arn, name } = resource;
  return tx.$queryRaw<Row[]>`
    SELECT e.kind, s.type, coalesce(s.arn, s.id) AS key, s.uid::text, s.name
    FROM tenant.relationship e
    JOIN tenant.resource s ON s.workspace_id = e.workspace_id AND s.uid = e.from_uid
    WHERE e.workspace_id = ${workspaceId}::uuid AND e.to_key = ANY(${[arn ?? id, id, name]}::text[]) AND e.to_type = ${type}
      AND s.deleted_at IS NULL
      AND CASE e.to_by WHEN 'arn' THEN e.to_key = ${arn} ELSE s.account_id = ${accountId}
            AND e.to_key = CASE e.to_by WHEN 'id' THEN ${id} ELSE ${name} END END
    ORDER BY e.kind, s.type, s.name, s.uid LIMIT ${MOST + 1}`;
}
