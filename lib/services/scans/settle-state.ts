import { Prisma } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import type { ScopeError } from '@/lib/sensor/port';

type Ended = 'complete' | 'partial' | 'failed' | 'cancelled';

/** Ends the scan when its last job has ended, and tells the integration what that says of its connection. */
export async function settleScanState(tx: Transaction, workspaceId: string, scanId: string, now: Date): Promise<void> {
  // Two jobs that end at once must not each see the other still running.
  await tx.$queryRaw`SELECT id FROM tenant.scan
    WHERE workspace_id = ${workspaceId}::uuid AND id = ${scanId}::uuid FOR NO KEY UPDATE`;
  const jobs = await tx.scanJob.findMany({
    where: { workspaceId, scanId },
    select: { id: true, state: true, error: true },
  });
  if (jobs.some((job) => job.state === 'queued' || job.state === 'running')) return;
  const ledger = { workspaceId, scanJobId: { in: jobs.map(({ id }) => id) } };
  const groups = await tx.scanScope.groupBy({ by: ['status'], where: ledger, _count: true });
  const counts = new Map(groups.map(({ status, _count }) => [status, _count]));
  const total = groups.reduce((sum, { status, _count }) => sum + (status === 'skipped' ? 0 : _count), 0);
  const state = endOf(
    jobs.some((job) => job.state === 'cancelled'),
    counts.get('complete') ?? 0,
    total,
  );
  // A session that may read nothing is refused too, although its token was taken.
  const denied =
    total > 0 && counts.get('denied') === total
      ? await tx.scanScope.findFirst({ where: { ...ledger, status: 'denied' }, select: { error: true } })
      : null;
  const scan = await tx.scan.update({
    where: { workspaceId_id: { workspaceId, id: scanId } },
    data: { state, finishedAt: now },
  });
  const failure = jobs.find((job) => job.state === 'failed')?.error ?? denied?.error;
  await tellIntegration(tx, workspaceId, scan, state, (failure ?? null) as ScopeError | null, now);
}

function endOf(cancelled: boolean, complete: number, total: number): Ended {
  if (cancelled) return 'cancelled';
  if (complete === total) return 'complete';
  return complete > 0 ? 'partial' : 'failed';
}

/**
 * A refusal makes a connection failing; throttling, time-outs and the like never do (DESIGN section 6). The first row
 * are AWS's answers, the second what Mooring itself refuses before it asks.
 */
const REFUSALS = new Set([
  ...['denied', 'expired', 'token', 'refused', 'invalid', 'request', 'notFound'],
  ...['upstream_refused', 'permission_denied', 'precondition_failed', 'not_configured', 'not_found', 'invalid_request'],
]);

async function tellIntegration(
  tx: Transaction,
  workspaceId: string,
  { integrationId: id, trigger }: { integrationId: string; trigger: string },
  state: Ended,
  failure: ScopeError | null,
  now: Date,
): Promise<void> {
  const integration = await tx.integration.findUnique({ where: { workspaceId_id: { workspaceId, id } } });
  if (!integration || integration.state === 'draft') return;
  const healthy = integration.openReason === null ? 'connected' : 'open_role';
  if (state === 'complete' || state === 'partial') {
    await tx.integration.updateMany({
      where: { workspaceId, id },
      // A scan of one region does not make the integration one that was scanned.
      data: { ...(trigger === 'completeness' ? {} : { lastScanAt: now }), state: healthy, problem: Prisma.DbNull },
    });
  } else if (state === 'failed' && failure && REFUSALS.has(failure.kind)) {
    const before = integration.problem as { code?: string; since?: string } | null;
    const since = before?.code === failure.code && before.since ? before.since : now.toISOString();
    await tx.integration.updateMany({
      where: { workspaceId, id },
      data: { state: 'failing', problem: { code: failure.code, message: failure.message, since } },
    });
  }
}
