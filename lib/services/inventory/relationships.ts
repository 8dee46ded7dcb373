import { Prisma, type Resource as ResourceRow } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { arnName } from '@/lib/format/arn';
import type { Resource } from '@/lib/schemas/inventory';
import { FAR_END, namersOf } from '../graph/edges';

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

function edgesFrom(tx: Transaction, { workspaceId, uid }: ResourceRow): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    SELECT e.kind, e.to_type AS type, e.to_key AS key, t.uid::text, t.name
    FROM tenant.resource s
    JOIN tenant.relationship e ON e.workspace_id = s.workspace_id AND e.from_uid = s.uid
    LEFT JOIN LATERAL ${FAR_END} t ON true
    WHERE s.workspace_id = ${workspaceId}::uuid AND s.uid = ${uid}::uuid
    ORDER BY e.kind, e.to_key LIMIT ${MOST + 1}`;
}

/** What is there now and names this resource. The first ones by kind, so that a hub of a million is not read whole. */
function edgesTo(tx: Transaction, { workspaceId, uid }: ResourceRow): Promise<Row[]> {
  const namers = namersOf(Prisma.empty, Prisma.sql`ORDER BY e.kind, e.from_uid`, MOST + 1);
  return tx.$queryRaw<Row[]>`
    SELECT e.kind, e.type, coalesce(e.arn, e.id) AS key, e.uid::text, e.name
    FROM tenant.resource t CROSS JOIN LATERAL ${namers} e
    WHERE t.workspace_id = ${workspaceId}::uuid AND t.uid = ${uid}::uuid
    ORDER BY e.kind, e.type, e.name, e.uid LIMIT ${MOST + 1}`;
}
