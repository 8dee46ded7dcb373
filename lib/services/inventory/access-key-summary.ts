import { z } from 'zod';
import type { Transaction } from '@/lib/db/transaction';
import { AGE_BOUNDS, AGE_BUCKETS, KEY_LIMIT_DAYS } from '@/lib/inventory/age-buckets';
import type { accessKeySummarySchema } from '@/lib/schemas/inventory';
import { workspaceRead } from '../verb';

export type AccessKeySummary = z.output<typeof accessKeySummarySchema>;
type Row = { active: boolean; bucket: number; keys: number; never: number; past: number };

/** Access keys by age; all but the total are of active ones. */
export const accessKeySummary = workspaceRead({
  permission: 'inventory:read',
  input: z.object({}),
  run: (tx, _input, { workspaceId, now }) => summarizeKeys(tx, workspaceId, now()),
});

export async function summarizeKeys(tx: Transaction, workspaceId: string, now: Date): Promise<AccessKeySummary> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT coalesce(k.attributes->>'status', 'Active') = 'Active' AS active,
      width_bucket(floor(extract(epoch FROM ${now}::timestamptz - coalesce(k.aws_created_at, k.first_seen_at)) / 86400),
        ${[...AGE_BOUNDS]}::numeric[]) AS bucket,
      count(*)::int AS keys,
      (count(*) FILTER (WHERE jsonb_typeof(k.volatile->'lastUsed') = 'null'))::int AS never,
      (count(*) FILTER (WHERE coalesce(k.aws_created_at, k.first_seen_at)
        <= ${now}::timestamptz - make_interval(days => ${KEY_LIMIT_DAYS}::int)))::int AS past
    FROM tenant.resource k
    WHERE k.workspace_id = ${workspaceId}::uuid AND k.type = 'AWS::IAM::AccessKey' AND k.state = 'live'
    GROUP BY 1, 2`;
  const active = rows.filter((row) => row.active);
  const sum = (of: readonly Row[], what: 'keys' | 'never' | 'past') => of.reduce((total, row) => total + row[what], 0);
  return {
    total: sum(rows, 'keys'),
    active: sum(active, 'keys'),
    pastLimit: sum(active, 'past'),
    neverUsed: sum(active, 'never'),
    limitDays: KEY_LIMIT_DAYS,
    buckets: AGE_BUCKETS.map((bucket, index) => ({
      ...bucket,
      count: sum(
        active.filter((row) => row.bucket === index),
        'keys',
      ),
    })),
  };
}
