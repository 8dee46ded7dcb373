import { notifyChange } from '@/lib/db/changes';
import { Prisma } from '@/lib/db/generated/prisma/client';
import { inWorkspace, type Transaction } from '@/lib/db/transaction';
import { partitionOfRegion } from '@/lib/schemas/arn';
import type { CollectorService } from '@/lib/schemas/collector-service';
import type { ScanJobLease } from '@/lib/sensor/port';
import type { ServiceContext } from '../context';
import { awsEndpoints } from '../install/endpoints';
import { settleScanState } from '../scans/settle-state';
import { databaseTime, LEASE_MS } from './fence';
import { leasedScopes, regionalTypes } from './open-regions';

const HEARTBEAT_MS = 4_000;
const DEADLINE_MS = 2 * 3600_000;
/** A job that has ended so many sensors is not given to another one. */
const MAX_ATTEMPTS = 20;

type Deps = Pick<ServiceContext, 'db' | 'install' | 'now'>;

/**
 * Takes a job that waits, or whose holder stopped renewing its lease, and begins a new attempt. Null when there is
 * nothing to do now: it ended, was cancelled, or another sensor holds it.
 */
export async function takeScanJob(
  deps: Deps,
  workspaceId: string,
  jobId: string,
  sensorId: string,
): Promise<ScanJobLease | null> {
  const endpoints = await awsEndpoints(deps.db, deps.install);
  return inWorkspace(deps.db, workspaceId, async (tx) => {
    const taken = await tx.$queryRaw<{ attempt: number; scan_id: string }[]>`
      UPDATE tenant.scan_job
      SET attempt = attempt + 1, state = 'running', sensor_id = ${sensorId}::uuid,
          started_at = coalesce(started_at, clock_timestamp()),
          lease_until = clock_timestamp() + make_interval(secs => ${LEASE_MS / 1000}::float8)
      WHERE workspace_id = ${workspaceId}::uuid AND id = ${jobId}::uuid
        AND (state = 'queued' OR (state = 'running' AND (lease_until IS NULL OR lease_until < clock_timestamp())))
      RETURNING attempt, scan_id::text`;
    const [row] = taken;
    if (!row) return null;
    const scan = await tx.scan.findUniqueOrThrow({
      where: { workspaceId_id: { workspaceId, id: row.scan_id } },
      include: { integration: true },
    });
    if (scan.cancelRequestedAt || row.attempt > MAX_ATTEMPTS) {
      await giveUp(tx, workspaceId, jobId, scan.cancelRequestedAt ? 'cancelled' : 'failed', deps.now());
      await settleScanState(tx, workspaceId, scan.id, deps.now());
      await notifyChange(tx, `scan:${scan.id}`);
      return null;
    }
    await tx.scan.updateMany({
      where: { workspaceId, id: scan.id, state: 'queued' },
      data: { state: 'running', startedAt: deps.now() },
    });
    const job = await tx.scanJob.findUniqueOrThrow({
      where: { workspaceId_id: { workspaceId, id: jobId } },
      include: { scopes: { orderBy: { type: 'asc' } } },
    });
    // What an earlier attempt left half done begins again; what it completed stays.
    await tx.scanScope.updateMany({
      where: { workspaceId, scanJobId: jobId, status: { in: ['running', 'pending'] } },
      data: { status: 'pending', startedAt: null },
    });
    await notifyChange(tx, `scan:${scan.id}`);
    const now = await databaseTime(tx);
    return {
      fence: { jobId, attempt: row.attempt },
      accountId: job.accountId,
      partition: partitionOfRegion(scan.integration.region),
      service: job.service as CollectorService,
      region: scan.integration.region,
      scopes: leasedScopes(job.scopes),
      regionsKnown: scan.regions.length > 0 || regionalTypes(job.service).length === 0,
      endpoints,
      databaseTime: now,
      leaseExpiresAt: now + LEASE_MS,
      heartbeatEveryMs: HEARTBEAT_MS,
      deadline: now + DEADLINE_MS,
    };
  });
}

/** Ends a job that no sensor gets any more; what it left open in the ledger ends with it. */
async function giveUp(
  tx: Transaction,
  workspaceId: string,
  jobId: string,
  state: 'cancelled' | 'failed',
  now: Date,
): Promise<void> {
  const message = `${MAX_ATTEMPTS} workers in a row stopped before this job was done. Look at their logs, then run it again.`;
  const error = { kind: 'failed', code: 'too_many_attempts', message, action: null, deniedBy: null, requestId: null };
  await tx.scanJob.updateMany({
    where: { workspaceId, id: jobId },
    data: { state, leaseUntil: null, finishedAt: now, error: state === 'failed' ? error : Prisma.DbNull },
  });
  await tx.scanScope.updateMany({
    where: { workspaceId, scanJobId: jobId, status: { in: ['pending', 'running'] } },
    data: { status: state, finishedAt: now },
  });
}
