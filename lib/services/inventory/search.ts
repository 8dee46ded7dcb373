import { z } from 'zod';
import { jsonForPostgres } from '@/lib/db/bulk/json';
import { NAMED } from '@/lib/db/named';
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

type Found = { rows: SearchRow[]; total: { count: number; exact: boolean } };

/**
 * One page of `tenant.inventory_page`, which filters by the transaction's workspace first. `filters` is from `filtersOf`;
 * rows after `after` in the given order, at most 1,001. The total is counted with `cap` alone: exact where a rollup counts
 * it, else up to `cap - 1`. It comes as one text: as rows and columns, the client took longer than the database.
 */
export async function searchPage(
  tx: Transaction,
  query: { filters: string; sort: Sort; order: Order; after: Position | null; limit: number; cap?: number },
): Promise<Found> {
  const [found] = await tx.$queryRawUnsafe<{ page: string; count: number; exact: boolean }[]>(
    PAGE_SQL,
    query.filters,
    query.sort,
    query.order,
    query.after === null ? null : jsonForPostgres(query.after),
    query.limit,
    query.cap ?? null,
  );
  if (!found) return { rows: [], total: { count: 0, exact: true } };
  const rows = (JSON.parse(found.page) as Written[]).map(rowOf);
  return { rows, total: { count: found.count, exact: found.exact } };
}

const PAGE_SQL = `${NAMED}
SELECT page, resources::int AS count, exact
FROM tenant.inventory_page($1::jsonb, $2, $3, $4::jsonb, $5::int, $6::int)`;

/** A row as JSON has it: times are text, in UTC with an offset. */
type Written = {
  [K in Exclude<keyof SearchRow, 'created_at'>]: SearchRow[K] extends Date | null | undefined
    ? string | null
    : SearchRow[K];
};
const dateOf = (text: string | null | undefined) => (text ? new Date(text) : null);

function rowOf(row: Written): SearchRow {
  return {
    ...row,
    first_seen_at: new Date(row.first_seen_at ?? 0),
    observed_at: new Date(row.observed_at ?? 0),
    changed_at: new Date(row.changed_at ?? 0),
    deleted_at: dateOf(row.deleted_at),
    aws_created_at: dateOf(row.aws_created_at),
    created_at: new Date(row.aws_created_at ?? row.first_seen_at ?? 0),
  };
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
