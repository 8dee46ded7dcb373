import type { Transaction } from '@/lib/db/transaction';
import { NAMED } from '../named';
import { jsonForPostgres } from './json';
import type { SettleEdge } from './types';

/** `from` is the uid of the resource that it belongs to. */
type EdgeRow = SettleEdge & { from: string };

/** Makes the edges of `known`, resources that were there before, exactly `edges`; those there are not written again. */
export async function settleRelationships(
  tx: Transaction,
  workspaceId: string,
  known: readonly string[],
  edges: readonly EdgeRow[],
): Promise<void> {
  if (known.length === 0) return;
  const json = jsonForPostgres(edges);
  await tx.$executeRawUnsafe(REMOVE_SQL, workspaceId, [...known], json);
  if (edges.length > 0) await tx.$executeRawUnsafe(ADD_SQL, workspaceId, json);
}

const WANTED = `json_to_recordset($N::json) AS x("from" uuid, kind text, "toType" text, "toKey" text, "toBy" text)`;

const REMOVE_SQL = `${NAMED}
WITH wanted AS (
  SELECT x."from" AS from_uid, x.kind, x."toType" AS to_type, x."toKey" AS to_key, x."toBy" AS to_by
  FROM ${WANTED.replace('$N', '$3')}
)
DELETE FROM tenant.relationship r
WHERE r.workspace_id = $1::uuid AND r.from_uid = ANY($2::uuid[])
  AND NOT EXISTS (SELECT 1 FROM wanted w
    WHERE w.from_uid = r.from_uid AND w.kind = r.kind AND w.to_type = r.to_type AND w.to_key = r.to_key
      AND w.to_by = r.to_by)`;

const ADD_SQL = `${NAMED}
INSERT INTO tenant.relationship (workspace_id, from_uid, kind, to_type, to_key, to_by)
SELECT DISTINCT $1::uuid, x."from", x.kind, x."toType", x."toKey", x."toBy"
FROM ${WANTED.replace('$N', '$2')}
ON CONFLICT DO NOTHING`;
