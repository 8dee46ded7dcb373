import { z } from 'zod';
import { jsonForPostgres } from '@/lib/db/bulk/json';
import type { Transaction } from '@/lib/db/transaction';
import { idSchema, timeSchema } from '@/lib/schemas/common';
import type { RESOURCE_SORTS } from '@/lib/schemas/inventory';
import type { SummaryRow } from './summary';

export type Sort = (typeof RESOURCE_SORTS)[number];
export type Order = 'asc' | 'desc';
/** `created_at` is AWS's creation time, or the first sight where AWS tells none. As-of lists do not have it. */
export type SearchRow = SummaryRow & { sort_name: string; created_at?: Date };
/** The sort values of a row; its uid is the last. */
export type Position = readonly string[];

/**
 * One page of `tenant.inventory_search`, which filters by the transaction's workspace first. `filters` is from
 * `filtersOf`; rows after `after` in the given order; at most 1,001.
 */
export function searchPage(
  tx: Transaction,
  query: { filters: string; sort: Sort; order: Order; after: Position | null; limit: number },
): Promise<SearchRow[]> {
  const after = query.after === null ? null : jsonForPostgres(query.after);
  return tx.$queryRaw<SearchRow[]>`
    SELECT uid::text, id, type, service, account_id, region, name, arn, tags, version, state, first_seen_at, observed_at,
      changed_at, deleted_at, sort_name, aws_created_at, created_at
    FROM tenant.inventory_search(${query.filters}::jsonb, ${query.sort}, ${query.order}, ${after}::jsonb, ${query.limit}::int)`;
}

/** Where a row stands in a sort. Names sort without case, by the database's own folding. */
export function positionOf(sort: Sort, row: SearchRow): Position {
  const values = {
    name: [row.sort_name],
    type: [row.type, row.sort_name],
    changed: [row.changed_at.toISOString()],
    created: [(row.created_at ?? row.first_seen_at).toISOString()],
  } satisfies Record<Sort, string[]>;
  return [...values[sort], row.uid];
}

const text = z.string().max(1000);
/** `f`: rows after the position; `b`: rows before it. A token is good for the sort and order it was made under. */
export const positionTokens = {
  name: z.tuple([z.enum(['f', 'b']), z.enum(['name asc', 'name desc']), text, idSchema]),
  type: z.tuple([z.enum(['f', 'b']), z.enum(['type asc', 'type desc']), text, text, idSchema]),
  changed: z.tuple([z.enum(['f', 'b']), z.enum(['changed asc', 'changed desc']), timeSchema, idSchema]),
  created: z.tuple([z.enum(['f', 'b']), z.enum(['created asc', 'created desc']), timeSchema, idSchema]),
} as const satisfies Record<Sort, z.ZodType>;
