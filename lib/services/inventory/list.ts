import type { z } from 'zod';
import { AppError } from '@/lib/errors/app-error';
import { resourceListQuerySchema, type resourcePageSchema } from '@/lib/schemas/inventory';
import { decodePageToken, encodePageToken } from '../page';
import { workspaceRead } from '../verb';
import { withColumns } from './columns';
import { filtersOf } from './filters';
import { withParts } from './parts';
import { type Order, positionOf, positionTokens, type SearchRow, searchPage } from './search';
import { toSummary } from './summary';

const COUNT_CAP = 10_001;
const opposite = { asc: 'desc', desc: 'asc' } as const satisfies Record<Order, Order>;

/** Searches resources, a page at a time in either direction. The total is exact up to 10,000 matches of a text or tag. */
export const listResources = workspaceRead({
  permission: 'inventory:read',
  input: resourceListQuerySchema,
  async run(tx, query, { workspaceId }): Promise<z.output<typeof resourcePageSchema>> {
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
    const tokenAt = (direction: 'f' | 'b', row: SearchRow | undefined) =>
      row && encodePageToken([direction, made, ...positionOf(sort, row)]);
    return {
      resources: await withColumns(
        tx,
        workspaceId,
        await withParts(tx, workspaceId, shown.map(toSummary), query.include ?? []),
        query.columns ?? [],
      ),
      nextPageToken: way === 'b' || more ? tokenAt('f', shown.at(-1)) : undefined,
      previousPageToken: way === 'b' ? (more ? tokenAt('b', shown[0]) : undefined) : token && tokenAt('b', shown[0]),
      total,
    };
  },
});

function otherSort(): AppError {
  return new AppError('invalid_request', 'This pageToken was made for another sort or order. Start again without it.', {
    details: [{ path: 'pageToken', message: 'of another sort or order' }],
  });
}
