import type { z } from 'zod';
import { collectorByType } from '@/lib/collectors/registry';
import { type asOfFacetsSchema, asOfFilterSchema } from '@/lib/schemas/history';
import { accountLabels } from '../inventory/facets';
import { workspaceRead } from '../verb';
import { filtersAsOf } from './filters-as-of';
import { historySpan, refuseOutside } from './span';

type Row = { facet: 'type' | 'account' | 'region' | 'service'; value: string; count: number; exact: boolean };

/** Counts at a moment, most first; each facet leaves its own filter out. Moments outside history are refused. */
export const resourceFacetsAsOf = workspaceRead({
  permission: 'inventory:read',
  input: asOfFilterSchema,
  async run(tx, query, { workspaceId, now }): Promise<z.output<typeof asOfFacetsSchema>> {
    const history = await historySpan(tx, workspaceId);
    refuseOutside(history, query.at, now());
    const rows = await tx.$queryRaw<Row[]>`
      SELECT facet, value, resources::int AS count, exact
      FROM tenant.inventory_facets_as_of(${filtersAsOf(query)}::jsonb, ${query.at}::timestamptz)
      ORDER BY resources DESC, value`;
    const accounts = await accountLabels(tx, workspaceId);
    const of = (facet: Row['facet'], labelOf: (value: string) => string | undefined = () => undefined) =>
      rows
        .filter((row) => row.facet === facet)
        .map(({ value, count }) => {
          const label = labelOf(value);
          return { value, count, ...(label === undefined ? {} : { label }) };
        });
    return {
      at: query.at,
      history,
      type: of('type', (type) => collectorByType(type)?.title),
      account: of('account', (id) => accounts.get(id)),
      region: of('region'),
      service: of('service'),
      exact: rows.every(({ exact }) => exact),
    };
  },
});
