import type { Transaction } from '@/lib/db/transaction';
import { plural } from '@/lib/format/number';
import type { Attention } from '@/lib/schemas/inventory';

type Problem = { code?: string; message?: string; since?: string } | null;
type Denied = { integration_id: string; name: string; action: string | null; types: string[]; since: Date };

/** Integrations that fail, whose role others may assume too, or that wait for their role's ARN. */
export async function integrationsInNeed(tx: Transaction, workspaceId: string): Promise<Attention[]> {
  const found = await tx.integration.findMany({
    where: { workspaceId, OR: [{ state: { in: ['failing', 'open_role'] } }, { state: 'draft', roleArn: null }] },
    orderBy: { name: 'asc' },
    take: 100,
  });
  const of = (state: string) => found.filter((one) => one.state === state);
  return [
    ...of('open_role').map(
      (one): Attention => ({
        key: `open_integration:${one.id}`,
        severity: 'warn',
        title: `Others may assume the role of ${one.name} too`,
        text: `It was saved all the same. The reason given: ${one.openReason ?? 'none'}`,
        since: one.verifiedAt?.toISOString() ?? null,
        link: { kind: 'integration', id: one.id },
        action: 'Narrow the trust policy and verify again',
      }),
    ),
    ...of('failing').map((one): Attention => {
      const problem = one.problem as Problem;
      return {
        key: `failing_integration:${one.id}`,
        severity: 'danger',
        title: `${one.name} cannot be read any more`,
        text: `${problem?.message ?? 'The last scan failed.'} What was known is kept as it was.`,
        since: problem?.since ?? null,
        link: { kind: 'integration', id: one.id },
        action: 'Verify the role',
      };
    }),
    ...of('draft').map(
      (one): Attention => ({
        key: `draft_integration:${one.id}`,
        severity: 'info',
        title: `${one.name} waits for its role ARN`,
        text: 'The draft is rendered. After it is applied in the account, give its role ARN back.',
        since: one.createdAt.toISOString(),
        link: { kind: 'integration_draft', id: one.id },
        action: 'Finish connecting',
      }),
    ),
  ];
}

/** What the last scans were refused, by integration and action. */
export async function deniedScopes(tx: Transaction, workspaceId: string): Promise<Attention[]> {
  const rows = await tx.$queryRaw<Denied[]>`
    SELECT i.id::text AS integration_id, i.name, s.last_error->>'action' AS action,
      array_agg(DISTINCT s.type ORDER BY s.type) AS types, min(s.last_tried_at) AS since
    FROM tenant.inventory_scope s
    JOIN tenant.integration i ON i.workspace_id = s.workspace_id AND i.id = s.integration_id
    WHERE s.workspace_id = ${workspaceId}::uuid
      AND (s.last_status = 'denied' OR s.last_status = 'partial' AND s.last_error->>'kind' = 'denied')
    GROUP BY 1, 2, 3 ORDER BY i.name, action LIMIT 50`;
  return rows.map((row) => ({
    key: `denied:${row.integration_id}:${row.action ?? ''}`,
    severity: 'warn',
    title: `${row.name} may not call ${row.action ?? 'what the scan needs'}`,
    text: `${plural(row.types.length, 'type', 'types')} could not be listed whole: ${row.types.join(', ')}. Nothing was removed from the inventory.`,
    since: row.since?.toISOString() ?? null,
    link: { kind: 'integration', id: row.integration_id },
    action: 'Allow the action in the role',
  }));
}
