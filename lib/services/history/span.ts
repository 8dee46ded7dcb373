import type { Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { type HistorySpan, RETENTION_DAYS } from '@/lib/schemas/history';

export type Span = HistorySpan & { prunedBefore: string | null };

/** Since when a workspace's history can be asked for: its first version, or what retention has left of it. */
export async function historySpan(tx: Transaction, workspaceId: string): Promise<Span> {
  const [row] = await tx.$queryRaw<{ first: Date | null; days: number | null; pruned_before: Date | null }[]>`
    SELECT (SELECT v.seen_at FROM tenant.resource_version v WHERE v.workspace_id = ${workspaceId}::uuid
            ORDER BY v.seen_at LIMIT 1) AS first, h.days, h.pruned_before
    FROM (SELECT 1) one LEFT JOIN tenant.history_retention h ON h.workspace_id = ${workspaceId}::uuid`;
  const { first = null, days = null, pruned_before: pruned = null } = row ?? {};
  const from = first !== null && pruned !== null && pruned > first ? pruned : first;
  return {
    from: from?.toISOString() ?? null,
    days: days ?? RETENTION_DAYS.usual,
    prunedBefore: pruned?.toISOString() ?? null,
  };
}

/** Refuses a moment that history cannot answer for; silence would look like an empty inventory. */
export function refuseOutside(span: Span, at: string, now: Date): void {
  if (Date.parse(at) > now.getTime()) throw outside('This moment is still to come. Choose an earlier one.', span);
  if (span.from === null || at >= span.from) return;
  const kept = span.from === span.prunedBefore ? `; older history is removed after ${span.days} days` : '';
  throw outside(`History begins at ${span.from}${kept}. Choose a later moment.`, span);
}

function outside(message: string, { from }: Span): AppError {
  return new AppError('invalid_request', message, {
    details: [{ path: 'at', message: from === null ? 'no history yet' : `history begins at ${from}` }],
  });
}
