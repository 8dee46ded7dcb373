import { Prisma, type ScanScope } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import type { ScopeError } from '@/lib/sensor/port';

type Ended = 'complete' | 'partial' | 'failed' | 'cancelled';

/** Ends the scan when its last job has ended, and tells the integration what that says of its connection. */
export async function settleScanState(tx: Transaction, workspaceId: string, scanId: string, now: Date): Promise<void> {
  // Two jobs that end at once must not each see the other still running.
  await tx.$queryRaw`SELECT id FROM tenant.scan
    WHERE workspace_id = ${workspaceId}::uuid AND id = ${scanId}::uuid FOR NO KEY UPDATE`;
  const jobs = await tx.scanJob.findMany({ where: { workspaceId, scanId }, include: { scopes: true } });
  if (jobs.some((job) => job.state === 'queued' || job.state === 'running')) return;
  const scopes = jobs.flatMap((job) => job.scopes).filter((scope) => scope.status !== 'skipped');
  const complete = scopes.filter((scope) => scope.status === 'complete').length;
  const state = endOf(
    jobs.some((job) => job.state === 'cancelled'),
    complete,
    scopes.length,
  );
  const scan = await tx.scan.update({
    where: { workspaceId_id: { workspaceId, id: scanId } },
    data: { state, finishedAt: now },
  });
  const failure = jobs.find((job) => job.state === 'failed')?.error ?? allDenied(scopes);
  await tellIntegration(tx, workspaceId, scan.integrationId, state, (failure ?? null) as ScopeError | null, now);
}

function endOf(cancelled: boolean, complete: number, total: number): Ended {
  if (cancelled) return 'cancelled';
  if (complete === total) return 'complete';
  return complete > 0 ? 'partial' : 'failed';
}

/** A session that may read nothing is refused too, although its token was taken. */
function allDenied(scopes: readonly Pick<ScanScope, 'status' | 'error'>[]): ScanScope['error'] {
  const denied = scopes.length > 0 && scopes.every(({ status }) => status === 'denied');
  return denied ? (scopes[0]?.error ?? null) : null;
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
  id: string,
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
      data: { lastScanAt: now, state: healthy, problem: Prisma.DbNull },
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
