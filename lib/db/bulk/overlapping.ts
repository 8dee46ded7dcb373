import type { Transaction } from '@/lib/db/transaction';
import { NAMED } from '../named';
import { jsonForPostgres } from './json';

/** A read that shows a resource. `observedAt`: when it began, epoch ms, database clock. */
export type Shown = {
  accountId: string;
  region: string;
  type: string;
  id: string;
  contentHash: string;
  observedAt: number;
};

/**
 * Positions of reads that cannot be told to be the later: the inventory shows something else by a read that began before
 * them, and was answered after they began. What began later may still have been answered with what was there earlier.
 */
export async function overlapping(
  tx: Transaction,
  workspaceId: string,
  reads: readonly Shown[],
): Promise<ReadonlySet<number>> {
  if (reads.length === 0) return new Set();
  const rows = await tx.$queryRawUnsafe<{ n: number }[]>(
    OVERLAPPING_SQL,
    workspaceId,
    jsonForPostgres(reads.map((read, n) => ({ n, ...read }))),
  );
  return new Set(rows.map(({ n }) => n));
}

const OVERLAPPING_SQL = `${NAMED}
SELECT x.n FROM json_to_recordset($2::json) AS x(n int, "accountId" text, region text, type text, id text, "contentHash" text,
  "observedAt" double precision)
CROSS JOIN LATERAL (
  SELECT * FROM tenant.resource r
  WHERE r.workspace_id = (SELECT $1::uuid) AND r.account_id = x."accountId" AND r.region = x.region AND r.type = x.type
    AND r.id = x.id OFFSET 0
) r
JOIN tenant.resource_version v ON v.workspace_id = (SELECT $1::uuid) AND v.resource_uid = r.uid AND v.version = r.version
WHERE v.seen_until > to_timestamp(x."observedAt" / 1000.0)
  AND (r.deleted_at IS NOT NULL OR r.content_hash <> decode(x."contentHash", 'hex'))`;
