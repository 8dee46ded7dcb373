import type { Transaction } from '@/lib/db/transaction';
import type { RESOURCE_PARTS, ResourceSummary } from '@/lib/schemas/inventory';

type Part = (typeof RESOURCE_PARTS)[number];
type Documents = { uid: string; attributes: Record<string, unknown>; volatile: Record<string, unknown> };

/** Adds the asked parts to a page of resources: one query a part, whatever the page's size. */
export async function withParts(
  tx: Transaction,
  workspaceId: string,
  resources: readonly ResourceSummary[],
  parts: readonly Part[],
): Promise<ResourceSummary[]> {
  const uids = resources.map(({ uid }) => uid);
  const documents = parts.includes('attributes') ? await documentsOf(tx, workspaceId, uids) : null;
  const incoming = parts.includes('incoming') ? await incomingOf(tx, workspaceId, uids) : null;
  return resources.map((resource) => ({
    ...resource,
    ...documents?.get(resource.uid),
    ...(incoming ? { incoming: incoming.get(resource.uid) ?? {} } : {}),
  }));
}

export async function documentsOf(
  tx: Transaction,
  workspaceId: string,
  uids: readonly string[],
): Promise<Map<string, Pick<Documents, 'attributes' | 'volatile'>>> {
  // As one text: the client takes longer over a column of documents than over all of them at once.
  const [row] = await tx.$queryRaw<{ documents: string | null }[]>`
    SELECT json_agg(json_build_object('uid', uid, 'attributes', attributes, 'volatile', volatile))::text AS documents
    FROM tenant.resource WHERE workspace_id = ${workspaceId}::uuid AND uid = ANY(${[...uids]}::uuid[])`;
  const rows = JSON.parse(row?.documents ?? '[]') as Documents[];
  return new Map(rows.map(({ uid, ...documents }) => [uid, documents]));
}

/** How many live resources name each of these by ARN, or from within its account by id or name, by kind. */
async function incomingOf(
  tx: Transaction,
  workspaceId: string,
  uids: readonly string[],
): Promise<Map<string, Record<string, number>>> {
  const rows = await tx.$queryRaw<{ uid: string; kind: string; count: number }[]>`
    SELECT r.uid::text, e.kind, count(*)::int AS count
    FROM tenant.resource r
    JOIN tenant.relationship e ON e.workspace_id = r.workspace_id AND e.to_key IN (r.arn, r.id, r.name) AND e.to_type = r.type
    JOIN tenant.resource s ON s.workspace_id = e.workspace_id AND s.uid = e.from_uid AND s.deleted_at IS NULL
    WHERE r.workspace_id = ${workspaceId}::uuid AND r.uid = ANY(${[...uids]}::uuid[])
      AND CASE e.to_by WHEN 'arn' THEN e.to_key = r.arn
            ELSE s.account_id = r.account_id AND e.to_key = CASE e.to_by WHEN 'id' THEN r.id ELSE r.name END END
    GROUP BY 1, 2`;
  const counts = new Map<string, Record<string, number>>();
  for (const { uid, kind, count } of rows) counts.set(uid, { ...counts.get(uid), [kind]: count });
  return counts;
}
