import type { z } from 'zod';
import type { Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { JsonText } from '@/lib/format/json-text';
import { type ResourceSummary, resourceListQuerySchema, resourcePageSchema } from '@/lib/schemas/inventory';
import { decodePageToken, encodePageToken } from '../page';
import { workspaceRead } from '../verb';
import { withColumns } from './columns';
import { filtersOf } from './filters';
import { withParts } from './parts';
import { type Order, placeOf, positionTokens, searchPage } from './search';

const COUNT_CAP = 10_001;
const opposite = { asc: 'desc', desc: 'asc' } as const satisfies Record<Order, Order>;

type Page = z.output<typeof resourcePageSchema>;

/**
 * Searches resources, a page at a time in either direction. The total is exact up to 10,000 matches of a text or tag. The
 * answer is the database's own text of the rows, unless parts or columns are added to them.
 */
export const listResourcesText = workspaceRead({
  permission: 'inventory:read',
  input: resourceListQuerySchema,
  async run(tx, query, { workspaceId }): Promise<JsonText<Page>> {
    const { sort, order, pageSize } = query;
    const filters = await filtersOf(tx, workspaceId, query);
    const made = `${sort} ${order}` as const;
    const token = decodePageToken(positionTokens[sort], query.pageToken);
    if (token && token[1] !== made) throw otherSort();
    const [way, , ...position] = token ?? ['f', made];
    const { rows: found, total } = await searchPage(tx, {
      filters,
      sort,
      order: way === 'b' ? opposite[order] : order,
      after: token ? position : null,
      limit: pageSize + 1,
      cap: COUNT_CAP,
    });
    const shown = found.slice(0, pageSize);
    if (way === 'b') shown.reverse();
    const more = found.length > pageSize;
    const tokenAt = (direction: 'f' | 'b', row: string | undefined) =>
      row && encodePageToken([direction, made, ...placeOf(sort, JSON.parse(row) as ResourceSummary)]);
    const rest: Omit<Page, 'resources'> = {
      nextPageToken: way === 'b' || more ? tokenAt('f', shown.at(-1)) : undefined,
      previousPageToken: way === 'b' ? (more ? tokenAt('b', shown[0]) : undefined) : token && tokenAt('b', shown[0]),
      total,
    };
    const resources = await withMore(tx, workspaceId, `[${shown.join(',')}]`, query);
    return new JsonText(`{"resources":${resources},${JSON.stringify(rest).slice(1)}`);
  },
});

/** The same, read and checked. */
export async function listResources(...asked: Parameters<typeof listResourcesText>): Promise<Page> {
  return resourcePageSchema.parse((await listResourcesText(...asked)).read());
}

async function withMore(
  tx: Transaction,
  workspaceId: string,
  resources: string,
  { include = [], columns = [] }: z.output<typeof resourceListQuerySchema>,
): Promise<string> {
  if (include.length === 0 && columns.length === 0) return resources;
  const read = JSON.parse(resources) as ResourceSummary[];
  const withDocuments = await withParts(tx, workspaceId, read, include);
  return JSON.stringify(await withColumns(tx, workspaceId, withDocuments, columns));
}

function otherSort(): AppError {
  return new AppError('invalid_request', 'This pageToken was made for another sort or order. Start again without it.', {
    details: [{ path: 'pageToken', message: 'of another sort or order' }],
  });
}
