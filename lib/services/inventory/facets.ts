import type { z } from 'zod';
import { collectorByType } from '@/lib/collectors/registry';
import type { Transaction } from '@/lib/db/transaction';
import { type facetsSchema, resourceFilterSchema } from '@/lib/schemas/inventory';
import { workspaceRead } from '../verb';
import { filtersJson } from './filters';

type Row = { facet: 'type' | 'account' | 'region' | 'service'; value: string; count: number; exact: boolean };

/** Counts by type, account, region and service, most first; each leaves its own filter out, so that it can be widened. */
export const resourceFacets = workspaceRead({
  permission: 'inventory:read',
  input: resourceFilterSchema,
  async run(tx, filter, { workspaceId }): Promise<z.output<typeof facetsSchema>> {
    const rows = await tx.$queryRaw<Row[]>`
      SELECT facet, value, resources::int AS count, exact FROM tenant.inventory_facets(${filtersJson(filter)}::jsonb)
      ORDER BY resources DESC, value`;
    const accounts = await accountLabels(tx, workspaceId);
    const of = (facet: Row['facet'], labelOf: (value: string) => string | undefined = () => undefined) =>
      rows.flatMap((row) => {
        if (row.facet !== facet) return [];
        const label = labelOf(row.value);
        return [{ value: row.value, count: row.count, ...(label === undefined ? {} : { label }) }];
      });
    return {
      type: of('type', (type) => collectorByType(type)?.title),
      account: of('account', (id) => accounts.get(id)),
      region: of('region'),
      service: of('service'),
      exact: rows.every(({ exact }) => exact),
    };
  },
});

/** An account is called by the integration that owns its scopes. */
export async function accountLabels(tx: Transaction, workspaceId: string): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ account_id: string; name: string }[]>`
    SELECT DISTINCT ON (s.account_id) s.account_id, i.name
    FROM tenant.inventory_scope s
    JOIN tenant.integration i ON i.workspace_id = s.workspace_id AND i.id = s.integration_id
    WHERE s.workspace_id = ${workspaceId}::uuid ORDER BY s.account_id, i.created_at`;
  return new Map(rows.map((row) => [row.account_id, row.name]));
}
