import type { z } from 'zod';
import { collectorByType } from '@/lib/collectors/registry';
import type { Transaction } from '@/lib/db/transaction';
import { facetQuerySchema, type facetsSchema } from '@/lib/schemas/inventory';
import { workspaceRead } from '../verb';
import { accountLabels } from './account-labels';
import { filtersOf } from './filters';

export { accountLabels };

type Facet = 'type' | 'account' | 'region' | 'service' | 'state';
type Row = { facet: Facet; value: string; count: number; exact: boolean };
type TagRow = { value: string; count: number; exact: boolean };
const MOST_TAGS = 100;

/** Counts by type, account, region, service and state, most first; each leaves its own filter out, so that it can be widened. */
export const resourceFacets = workspaceRead({
  permission: 'inventory:read',
  input: facetQuerySchema,
  async run(tx, query, { workspaceId }): Promise<z.output<typeof facetsSchema>> {
    const filters = await filtersOf(tx, workspaceId, query);
    const rows = await tx.$queryRaw<Row[]>`
      SELECT facet, value, resources::int AS count, exact FROM tenant.inventory_facets(${filters}::jsonb)
      ORDER BY resources DESC, value`;
    const accounts = await accountLabels(tx, workspaceId);
    const of = (facet: Facet, labelOf: (value: string) => string | undefined = () => undefined) =>
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
      state: of('state'),
      exact: rows.every(({ exact }) => exact),
      ...(await tagFacets(tx, filters, query)),
    };
  },
});

async function tagFacets(tx: Transaction, filters: string, query: z.output<typeof facetQuerySchema>) {
  const keys = query.include?.includes('tags') ? await tagRows(tx, filters, null, null) : null;
  const values = query.tagKey ? await tagRows(tx, filters, query.tagKey, query.tagPrefix ?? null) : null;
  if (!keys && !values) return {};
  const shown = (rows: readonly TagRow[]) => rows.map(({ value, count }) => ({ value, count }));
  return {
    ...(keys ? { tagKeys: shown(keys) } : {}),
    ...(values ? { tagValues: shown(values) } : {}),
    tagsExact: [...(keys ?? []), ...(values ?? [])].every(({ exact }) => exact),
  };
}

function tagRows(tx: Transaction, filters: string, key: string | null, begins: string | null): Promise<TagRow[]> {
  return tx.$queryRaw<TagRow[]>`
    SELECT value, resources::int AS count, exact
    FROM tenant.inventory_tag_facets(${filters}::jsonb, ${key}, ${begins}, ${MOST_TAGS}::int)`;
}
