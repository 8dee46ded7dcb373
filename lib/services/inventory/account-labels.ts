import type { Transaction } from '@/lib/db/transaction';

/** An account is called by the integration that owns its scopes. */
export async function accountLabels(tx: Transaction, workspaceId: string): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ account_id: string; name: string }[]>`
    SELECT DISTINCT ON (s.account_id) s.account_id, i.name
    FROM (SELECT DISTINCT account_id, integration_id FROM tenant.inventory_scope WHERE workspace_id = ${workspaceId}::uuid) s
    JOIN tenant.integration i ON i.workspace_id = ${workspaceId}::uuid AND i.id = s.integration_id
    ORDER BY s.account_id, i.created_at`;
  return new Map(rows.map((row) => [row.account_id, row.name]));
}
