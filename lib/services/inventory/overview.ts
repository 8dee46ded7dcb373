import { z } from 'zod';
import type { Transaction } from '@/lib/db/transaction';
import type { Attention, Overview } from '@/lib/schemas/inventory';
import { workspaceRead } from '../verb';
import { summarizeKeys } from './access-key-summary';
import { deniedScopes, integrationsInNeed } from './attention/connections';
import { findingsInNeed } from './attention/findings';

type Figures = Pick<Overview, 'accounts' | 'integrations' | 'resources' | 'lastSeenAt' | 'types'>;

/** What needs attention, what an attacker could reach first before the rest, and the figures. All of it set-based. */
export const getOverview = workspaceRead({
  permission: 'inventory:read',
  input: z.object({}),
  async run(tx, _input, { workspaceId, now }): Promise<Overview> {
    return {
      ...(await figures(tx, workspaceId)),
      attention: await attention(tx, workspaceId, now()),
      accessKeys: await summarizeKeys(tx, workspaceId, now()),
    };
  },
});

async function attention(tx: Transaction, workspaceId: string, now: Date): Promise<Attention[]> {
  return [...(await findingsInNeed(tx, workspaceId, now)), ...(await deniedAndFailing(tx, workspaceId))];
}

/** Refusals stand between integrations that are broken and drafts, which only wait. */
async function deniedAndFailing(tx: Transaction, workspaceId: string): Promise<Attention[]> {
  const integrations = await integrationsInNeed(tx, workspaceId);
  const waiting = integrations.filter(({ severity }) => severity === 'info');
  return [
    ...integrations.filter((one) => !waiting.includes(one)),
    ...(await deniedScopes(tx, workspaceId)),
    ...waiting,
  ];
}

async function figures(tx: Transaction, workspaceId: string): Promise<Figures> {
  const rows = await tx.$queryRaw<{ account_id: string; type: string; resources: number }[]>`
    SELECT account_id, type, sum(resources)::int AS resources FROM tenant.inventory_rollup
    WHERE workspace_id = ${workspaceId}::uuid AND state = 'live' GROUP BY 1, 2 HAVING sum(resources) > 0`;
  const latest = await tx.inventoryScope.aggregate({ where: { workspaceId }, _max: { completeAt: true } });
  const byType = new Map<string, number>();
  for (const { type, resources } of rows) byType.set(type, (byType.get(type) ?? 0) + resources);
  return {
    accounts: new Set(rows.map((row) => row.account_id)).size,
    integrations: await tx.integration.count({ where: { workspaceId } }),
    resources: rows.reduce((total, row) => total + row.resources, 0),
    lastSeenAt: latest._max.completeAt?.toISOString() ?? null,
    types: [...byType]
      .map(([type, count]) => ({ type, count }))
      .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1)),
  };
}
