import { z } from 'zod';
import { jsonForPostgres } from '@/lib/db/bulk/json';
import type { Transaction } from '@/lib/db/transaction';
import { idSchema, timeSchema } from '@/lib/schemas/common';
import { type Finding, type FindingFilter, SEVERITIES } from '@/lib/schemas/finding';

/** Where a finding stands in a list: rank of its severity, first seen, id. */
export const findingCursor = z.tuple([z.int().min(0).max(3), timeSchema, idSchema]);
export type FindingCursor = z.output<typeof findingCursor>;

export function cursorOf({ severity, firstSeenAt, id }: Finding): FindingCursor {
  return [SEVERITIES.indexOf(severity), firstSeenAt, id];
}

/** Ids of one page of `tenant.finding_search`: the worst first, of those the oldest. At most 1,001. */
export async function searchFindings(
  tx: Transaction,
  filter: FindingFilter,
  { after, limit, now }: { after: FindingCursor | undefined; limit: number; now: Date },
): Promise<string[]> {
  const { state, rule, severity, account, type, q } = filter;
  const several = Object.entries({ rule, severity, account, type }).filter(([, values]) => values?.length);
  const filters = jsonForPostgres({ state, ...Object.fromEntries(several), ...(q ? { q } : {}) });
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM tenant.finding_search(${filters}::jsonb, ${after ? jsonForPostgres(after) : null}::jsonb,
      ${limit}::int, ${now}::timestamptz)`;
  return rows.map(({ id }) => id);
}
