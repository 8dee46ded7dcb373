import type { Transaction } from '@/lib/db/transaction';

/** Accounts that a connected integration of the workspace stands for; events of others have no place to go. */
export async function coveredAccounts(tx: Transaction, workspaceId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ accountId: string }[]>`
    SELECT DISTINCT account_id AS "accountId" FROM tenant.integration
    WHERE workspace_id = ${workspaceId}::uuid AND state <> 'draft' AND account_id IS NOT NULL ORDER BY 1`;
  return rows.map(({ accountId }) => accountId);
}
