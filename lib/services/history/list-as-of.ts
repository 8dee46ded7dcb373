import type { z } from 'zod';
import { jsonForPostgres } from '@/lib/db/bulk/json';
import type { Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { type asOfPageSchema, asOfQuerySchema } from '@/lib/schemas/history';
import { type Order, type Position, positionOf, positionTokens, type SearchRow, type Sort } from '../inventory/search';
import { toSummary } from '../inventory/summary';
import { decodePageToken, encodePageToken } from '../page';
import { workspaceRead } from '../verb';
import { filtersAsOf } from './filters-as-of';
import { historySpan, refuseOutside } from './span';

const COUNT_CAP = 10_001;
const opposite = { asc: 'desc', desc: 'asc' } as const satisfies Record<Order, Order>;

/**
 * The inventory as Mooring had seen it at `at`: filters, sorts, tokens and summaries of `resources.list`. `changedAt` and
 * `version` are those of then; `observedAt` is the last sight known to be not after it. A moment before history begins,
 * or to come, is refused.
 */
export const listResourcesAsOf = workspaceRead({
  permission: 'inventory:read',
  input: asOfQuerySchema,
  async run(tx, query, { workspaceId, now }): Promise<z.output<typeof asOfPageSchema>> {
    const { sort, order, pageSize, at } = query;
    const history = await historySpan(tx, workspaceId);
    refuseOutside(history, at, now());
    const filters = filtersAsOf(query);
    const made = `${sort} ${order}` as const;
    const token = decodePageToken(positionTokens[sort], query.pageToken);
    if (token && token[1] !== made) throw otherSort();
    const [way, , ...after] = token ?? ['f', made];
    const { rows: found, total } = await pageAsOf(tx, {
      filters,
      at,
      sort,
      order: way === 'b' ? opposite[order] : order,
      after: token ? after : null,
      limit: pageSize + 1,
    });
    const shown = found.slice(0, pageSize);
    if (way === 'b') shown.reverse();
    const more = found.length > pageSize;
    const tokenAt = (direction: 'f' | 'b', row: SearchRow | undefined) =>
      row && encodePageToken([direction, made, ...positionOf(sort, row)]);
    return {
      at,
      history,
      resources: shown.map(toSummary),
      nextPageToken: way === 'b' || more ? tokenAt('f', shown.at(-1)) : undefined,
      previousPageToken: way === 'b' ? (more ? tokenAt('b', shown[0]) : undefined) : token && tokenAt('b', shown[0]),
      total,
    };
  },
});

type Page = { filters: string; at: string; sort: Sort; order: Order; after: Position | null; limit: number };

type Found = { rows: SearchRow[]; total: { count: number; exact: boolean } };

/** A row as JSON has it: times are text, in UTC with an offset. */
type Written = {
  [K in Exclude<keyof SearchRow, 'created_at'>]: SearchRow[K] extends Date | null | undefined
    ? string | null
    : SearchRow[K];
};
const dateOf = (text: string | null | undefined) => (text ? new Date(text) : null);

const rowOf = (row: Written): SearchRow => ({
  ...row,
  first_seen_at: new Date(row.first_seen_at ?? 0),
  observed_at: new Date(row.observed_at ?? 0),
  changed_at: new Date(row.changed_at ?? 0),
  deleted_at: dateOf(row.deleted_at),
  aws_created_at: dateOf(row.aws_created_at),
  created_at: new Date(row.aws_created_at ?? row.first_seen_at ?? 0),
});

/** One page of `tenant.inventory_page_as_of` and its total, exact up to 10,000 where cells do not count it. */
async function pageAsOf(tx: Transaction, { filters, at, sort, order, after, limit }: Page): Promise<Found> {
  const position = after === null ? null : jsonForPostgres(after);
  const [found] = await tx.$queryRaw<{ page: string; count: number; exact: boolean }[]>`
    SELECT page, resources::int AS count, exact
    FROM tenant.inventory_page_as_of(${filters}::jsonb, ${at}::timestamptz, ${sort}, ${order}, ${position}::jsonb,
      ${limit}::int, ${COUNT_CAP}::int)`;
  if (!found) return { rows: [], total: { count: 0, exact: true } };
  return { rows: (JSON.parse(found.page) as Written[]).map(rowOf), total: { count: found.count, exact: found.exact } };
}

function otherSort(): AppError {
  return new AppError('invalid_request', 'This pageToken was made for another sort or order. Start again without it.', {
    details: [{ path: 'pageToken', message: 'of another sort or order' }],
  });
}
