import { z } from 'zod';
import { jsonForPostgres } from '@/lib/db/bulk/json';
import { NAMED } from '@/lib/db/named';
import type { Transaction } from '@/lib/db/transaction';
import { idSchema, timeSchema } from '@/lib/schemas/common';
import type { RESOURCE_SORTS, ResourceSummary } from '@/lib/schemas/inventory';
import type { SummaryRow } from './summary';

export type Sort = (typeof RESOURCE_SORTS)[number];
export type Order = 'asc' | 'desc';
/** `created_at` is AWS's creation time, or the first sight where AWS tells none. As-of lists do not have it. */
export type SearchRow = SummaryRow & { sort_name: string; created_at?: Date };
/** The sort values of a row; its uid is the last. */
export type Position = readonly string[];

type Found = { rows: string[]; total: { count: number; exact: boolean } };

/**
 * One page of `tenant.inventory_page`, which filters by the transaction's workspace first; a row is the text of a
 * ResourceSummary. `filters` is from `filtersOf`; rows after `after` in the given order, at most 1,001. The total is counted
 * with `cap` alone: exact where a rollup counts it, else up to `cap - 1`.
 */
export async function searchPage(
  tx: Transaction,
  query: { filters: string; sort: Sort; order: Order; after: Position | null; limit: number; cap?: number },
): Promise<Found> {
  const [found] = await tx.$queryRawUnsafe<{ lines: string | null; count: number; exact: boolean }[]>(
    PAGE_SQL,
    query.filters,
    query.sort,
    query.order,
    query.after === null ? null : jsonForPostgres(query.after),
    query.limit,
    query.cap ?? null,
  );
  const total = { count: found?.count ?? 0, exact: found?.exact ?? true };
  return { rows: found?.lines ? isoTimes(found.lines).split('\n') : [], total };
}

const PAGE_SQL = `${NAMED}
SELECT lines, resources::int AS count, exact
FROM tenant.inventory_page($1::jsonb, $2, $3, $4::jsonb, $5::int, $6::int)`;

// A row's own keys only: what stands in a text has its quotes escaped, and jsonb writes tags with a space after the colon.
const TIME = /"((?:firstSeen|observed|changed|deleted|created)At":"[\d-]{10}T[\d:]{8})(\.\d{1,3})?\+00:00"/g;

/** Times as JavaScript writes them: `…15.9+00:00` is `…15.900Z`. */
function isoTimes(lines: string): string {
  return lines.replace(TIME, (_, time: string, fraction = '.') => `"${time}${fraction.padEnd(4, '0')}Z"`);
}

/** Where a resource stands in a sort; the database folds its name. */
export function placeOf(sort: Sort, row: ResourceSummary): Position {
  const values = {
    name: [row.name],
    type: [row.type, row.name],
    changed: [row.changedAt],
    created: [row.createdAt ?? row.firstSeenAt],
  } satisfies Record<Sort, string[]>;
  return [...values[sort], row.uid];
}

/** The same of a row of the past. */
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
