import type { Transaction } from '@/lib/db/transaction';
import { NAMED } from '../named';
import type { SettleRow, SettleScope } from './types';

/**
 * Ids, with uids, of what is in the inventory just as observed: live, watched by this integration, of equal hashes. Only
 * ids and hashes travel, so that a rescan which finds nothing new costs a fraction of the first (PERFORMANCE P5).
 */
export async function unchangedOf(
  tx: Transaction,
  scope: SettleScope,
  rows: readonly SettleRow[],
): Promise<Map<string, string>> {
  const { workspaceId, integrationId, accountId, region, type } = scope;
  const found = await tx.$queryRawUnsafe<{ id: string; uid: string }[]>(
    UNCHANGED_SQL,
    workspaceId,
    accountId,
    region,
    type,
    integrationId,
    rows.map(({ id }) => id),
    rows.map(({ rowHash }) => rowHash),
  );
  return new Map(found.map(({ id, uid }) => [id, uid]));
}

const UNCHANGED_SQL = `${NAMED}
SELECT i.id, r.uid::text
FROM unnest($6::text[], $7::text[]) AS i (id, row_hash)
CROSS JOIN LATERAL (
  SELECT * FROM tenant.resource r
  WHERE r.workspace_id = (SELECT $1::uuid) AND r.account_id = $2 AND r.region = $3 AND r.type = $4 AND r.id = i.id OFFSET 0
) r
WHERE r.row_hash = decode(i.row_hash, 'hex') AND r.deleted_at IS NULL AND r.unwatched_at IS NULL
  AND r.integration_id = $5::uuid`;
