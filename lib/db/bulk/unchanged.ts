import type { Transaction } from '@/lib/db/transaction';
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
  const found = await tx.$queryRaw<{ id: string; uid: string }[]>`
    SELECT i.id, r.uid::text
    FROM unnest(${rows.map(({ id }) => id)}::text[], ${rows.map(({ rowHash }) => rowHash)}::text[]) AS i (id, row_hash)
    CROSS JOIN LATERAL (
      SELECT * FROM tenant.resource r
      WHERE r.workspace_id = ${workspaceId}::uuid AND r.account_id = ${accountId} AND r.region = ${region}
        AND r.type = ${type} AND r.id = i.id OFFSET 0
    ) r
    WHERE r.row_hash = decode(i.row_hash, 'hex') AND r.deleted_at IS NULL AND r.unwatched_at IS NULL
      AND r.integration_id = ${integrationId}::uuid`;
  return new Map(found.map(({ id, uid }) => [id, uid]));
}
