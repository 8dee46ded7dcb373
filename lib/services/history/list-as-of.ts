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
    const found = await pageAsOf(tx, {
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
      total: await countAsOf(tx, filters, at),
    };
  },
});

type Page = { filters: string; at: string; sort: Sort; order: Order; after: Position | null; limit: number };

function pageAsOf(tx: Transaction, { filters, at, sort, order, after, limit }: Page): Promise<SearchRow[]> {
  const position = after === null ? null : jsonForPostgres(after);
  return tx.$queryRaw<SearchRow[]>`
    SELECT uid::text, id, type, service, account_id, region, name, arn, tags, version, state, first_seen_at, observed_at,
      changed_at, deleted_at, sort_name, aws_created_at, created_at
    FROM tenant.inventory_as_of(${filters}::jsonb, ${at}::timestamptz, ${sort}, ${order}, ${position}::jsonb, ${limit}::int)`;
}

async function countAsOf(tx: Transaction, filters: string, at: string): Promise<{ count: number; exact: boolean }> {
  const [row] = await tx.$queryRaw<{ count: number; exact: boolean }[]>`
    SELECT resources::int AS count, exact
    FROM tenant.inventory_count_as_of(${filters}::jsonb, ${at}::timestamptz, ${COUNT_CAP}::int)`;
  return row ?? { count: 0, exact: true };
}

function otherSort(): AppError {
  return new AppError('invalid_request', 'This pageToken was made for another sort or order. Start again without it.', {
    details: [{ path: 'pageToken', message: 'of another sort or order' }],
  });
}
