import type { KnownScope, ScopeKey } from '@/lib/collectors/types';
import { notifyChange } from '@/lib/db/changes';
import { inWorkspace } from '@/lib/db/transaction';
import { FenceLostError } from '@/lib/sensor/errors';
import type { Fence, HeartbeatAnswer, ScanProgress } from '@/lib/sensor/port';
import type { ServiceContext } from '../context';
import { databaseTime, fenced, LEASE_MS } from './fence';

type Deps = Pick<ServiceContext, 'db'>;

/**
 * Renews the lease. A lost lease and a cancelled scan are answers, not errors: the sensor must stop either way. A beat
 * does not wait for a write of the same attempt (it would miss the next ones): such a write renews by itself, and nobody
 * else gets the job before it has ended.
 */
export function heartbeat(deps: Deps, workspaceId: string, fence: Fence): Promise<HeartbeatAnswer> {
  return inWorkspace(deps.db, workspaceId, async (tx) => {
    const [row] = await tx.$queryRaw<{ cancelled: boolean }[]>`
      WITH free AS MATERIALIZED (
        SELECT workspace_id, id FROM tenant.scan_job
        WHERE workspace_id = ${workspaceId}::uuid AND id = ${fence.jobId}::uuid AND attempt = ${fence.attempt}
          AND state = 'running'
        FOR NO KEY UPDATE SKIP LOCKED
      ), renewed AS (
        UPDATE tenant.scan_job j
        SET lease_until = clock_timestamp() + make_interval(secs => ${LEASE_MS / 1000}::float8)
        FROM free WHERE j.workspace_id = free.workspace_id AND j.id = free.id
      )
      SELECT s.cancel_requested_at IS NOT NULL AS cancelled
      FROM tenant.scan_job j JOIN tenant.scan s ON s.workspace_id = j.workspace_id AND s.id = j.scan_id
      WHERE j.workspace_id = ${workspaceId}::uuid AND j.id = ${fence.jobId}::uuid AND j.attempt = ${fence.attempt}
        AND j.state = 'running'`;
    if (!row) return { state: 'lost' };
    if (row.cancelled) return { state: 'cancelled' };
    const now = await databaseTime(tx);
    return { state: 'held', databaseTime: now, leaseExpiresAt: now + LEASE_MS };
  });
}

/** Keeps the attempt's totals for the page; not audited, not history. Beside a write of the same attempt it is left out. */
export function report(deps: Deps, workspaceId: string, fence: Fence, progress: ScanProgress): Promise<void> {
  return inWorkspace(deps.db, workspaceId, async (tx) => {
    // Seen on a page for half a second: it need not reach the disk before the next one does.
    await tx.$executeRaw`SET LOCAL synchronous_commit = off`;
    const [row] = await tx.$queryRaw<{ scan_id: string; free: boolean }[]>`
      WITH free AS MATERIALIZED (
        SELECT workspace_id, id FROM tenant.scan_job
        WHERE workspace_id = ${workspaceId}::uuid AND id = ${fence.jobId}::uuid AND attempt = ${fence.attempt}
          AND state = 'running'
        FOR NO KEY UPDATE SKIP LOCKED
      ), kept AS (
        UPDATE tenant.scan_job j SET progress = ${JSON.stringify(progress)}::jsonb
        FROM free WHERE j.workspace_id = free.workspace_id AND j.id = free.id
      )
      SELECT scan_id::text, EXISTS (SELECT FROM free) AS free FROM tenant.scan_job
      WHERE workspace_id = ${workspaceId}::uuid AND id = ${fence.jobId}::uuid AND attempt = ${fence.attempt}
        AND state = 'running'`;
    if (!row) throw new FenceLostError(fence.jobId, fence.attempt);
    if (row.free) await notifyChange(tx, `scan:${row.scan_id}`);
  });
}

/** What a scope that this job completed in an earlier attempt holds, so that it need not be listed again. */
export function knownScope(deps: Deps, workspaceId: string, fence: Fence, scope: ScopeKey): Promise<KnownScope | null> {
  return fenced(deps.db, workspaceId, fence, async (tx, job) => {
    const ledger = await tx.scanScope.findFirst({
      where: { workspaceId, scanJobId: job.id, region: scope.region, type: scope.type, status: 'complete' },
    });
    if (!ledger?.startedAt) return null;
    const items = await tx.resource.findMany({
      where: { workspaceId, ...scope, deletedAt: null },
      select: { id: true, name: true, arn: true, awsCreatedAt: true },
    });
    return {
      startedAt: ledger.startedAt.getTime(),
      items: items.map(({ awsCreatedAt, ...item }) => ({ ...item, createdAt: awsCreatedAt?.toISOString() ?? null })),
    };
  });
}
