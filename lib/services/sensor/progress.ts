import type { KnownScope, ScopeKey } from '@/lib/collectors/types';
import { notifyChange } from '@/lib/db/changes';
import { inWorkspace } from '@/lib/db/transaction';
import { FenceLostError } from '@/lib/sensor/errors';
import type { Fence, HeartbeatAnswer, ScanProgress } from '@/lib/sensor/port';
import type { ServiceContext } from '../context';
import { databaseTime, fenced } from './fence';
import { LEASE_MS } from './take-scan-job';

type Deps = Pick<ServiceContext, 'db'>;

/** Renews the lease. A lost lease and a cancelled scan are answers, not errors: the sensor must stop either way. */
export function heartbeat(deps: Deps, workspaceId: string, fence: Fence): Promise<HeartbeatAnswer> {
  return inWorkspace(deps.db, workspaceId, async (tx) => {
    const rows = await tx.$queryRaw<{ cancelled: boolean }[]>`
      UPDATE tenant.scan_job j
      SET lease_until = clock_timestamp() + make_interval(secs => ${LEASE_MS / 1000}::float8)
      FROM tenant.scan s
      WHERE j.workspace_id = ${workspaceId}::uuid AND j.id = ${fence.jobId}::uuid AND j.attempt = ${fence.attempt}
        AND j.state = 'running' AND s.workspace_id = j.workspace_id AND s.id = j.scan_id
      RETURNING s.cancel_requested_at IS NOT NULL AS cancelled`;
    const [row] = rows;
    if (!row) return { state: 'lost' };
    if (row.cancelled) return { state: 'cancelled' };
    const now = await databaseTime(tx);
    return { state: 'held', databaseTime: now, leaseExpiresAt: now + LEASE_MS };
  });
}

/** Keeps the attempt's totals for the page; not audited, not history. */
export function report(deps: Deps, workspaceId: string, fence: Fence, progress: ScanProgress): Promise<void> {
  return inWorkspace(deps.db, workspaceId, async (tx) => {
    // Seen on a page for half a second: it need not reach the disk before the next one does.
    await tx.$executeRaw`SET LOCAL synchronous_commit = off`;
    const [row] = await tx.$queryRaw<{ scan_id: string }[]>`
      UPDATE tenant.scan_job SET progress = ${JSON.stringify(progress)}::jsonb
      WHERE workspace_id = ${workspaceId}::uuid AND id = ${fence.jobId}::uuid AND attempt = ${fence.attempt}
        AND state = 'running'
      RETURNING scan_id::text`;
    if (!row) throw new FenceLostError(fence.jobId, fence.attempt);
    await notifyChange(tx, `scan:${row.scan_id}`);
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
