import type { ResourceRef, ScopeKey } from '@/lib/collectors/types';
import { jsonForPostgres } from '@/lib/db/bulk/json';
import type { Transaction } from '@/lib/db/transaction';
import { refText } from '@/lib/sensor/events/read-targets';
import type { Again, Touch } from './settle-reads';

export type RereadRow = ScopeKey & { ref: ResourceRef; again: Again; attempts: number; waiting: readonly Touch[] };

/**
 * Schedules reads to be made again. Where one is due already, the events wait together, and it begins to count anew: the
 * newest event says what to expect.
 */
export async function scheduleRereads(
  tx: Transaction,
  at: { workspaceId: string; sourceId: string },
  rows: readonly RereadRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const json = jsonForPostgres(
    rows.map(({ ref, again, waiting, ...row }) => ({
      ...row,
      ref,
      refKey: refText(ref),
      expect: again.expect,
      inSeconds: again.inSeconds,
      waiting: waiting.map(({ key, position }) => ({ ...key, position })),
    })),
  );
  await tx.$executeRaw`
    INSERT INTO tenant.event_reread AS r (workspace_id, source_id, account_id, region, type, ref_key, ref, expect, attempts, due_at, waiting)
    SELECT ${at.workspaceId}::uuid, ${at.sourceId}::uuid, x."accountId", x.region, x.type, x."refKey", x.ref, x.expect, x.attempts,
      clock_timestamp() + make_interval(secs => x."inSeconds"), x.waiting
    FROM json_to_recordset(${json}::json) AS x("accountId" text, region text, type text, "refKey" text, ref jsonb, expect text,
      attempts int, "inSeconds" float8, waiting jsonb)
    ORDER BY 3, 4, 5, 6
    ON CONFLICT (workspace_id, source_id, account_id, region, type, ref_key) DO UPDATE
    SET waiting = r.waiting || excluded.waiting, expect = excluded.expect, attempts = least(r.attempts, excluded.attempts),
      due_at = least(r.due_at, excluded.due_at)`;
}
