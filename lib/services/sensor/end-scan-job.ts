import { notifyChange } from '@/lib/db/changes';
import { Prisma } from '@/lib/db/generated/prisma/client';
import type { Fence, ScanJobEnd } from '@/lib/sensor/port';
import type { ServiceContext } from '../context';
import { settleScanState } from '../scans/settle-state';
import { fenced } from './fence';

const STATES = {
  finished: 'finished',
  failed: 'failed',
  cancelled: 'cancelled',
  released: 'queued',
} as const satisfies Record<ScanJobEnd['status'], string>;

/** Ends an attempt; with the last job the scan itself ends. A released job waits for the next worker. */
export function endScanJob(
  deps: Pick<ServiceContext, 'db' | 'install' | 'now'>,
  workspaceId: string,
  fence: Fence,
  end: ScanJobEnd,
): Promise<void> {
  return fenced(deps.db, workspaceId, fence, async (tx, job) => {
    const released = end.status === 'released';
    await tx.scanJob.updateMany({
      where: { workspaceId, id: job.id },
      data: {
        state: STATES[end.status],
        progress: end.progress,
        error: end.status === 'failed' ? end.error : Prisma.DbNull,
        leaseUntil: null,
        finishedAt: released ? null : deps.now(),
      },
    });
    if (released) {
      await deps.install.jobs.enqueue(tx, 'scan-job', { workspaceId, scanJobId: job.id }, { group: job.accountId });
    } else {
      await tx.scanScope.updateMany({
        where: { workspaceId, scanJobId: job.id, status: { in: ['pending', 'running'] } },
        data: { status: end.status === 'cancelled' ? 'cancelled' : 'failed', finishedAt: deps.now() },
      });
      await settleScanState(tx, workspaceId, job.scanId, deps.now());
    }
    await notifyChange(tx, `scan:${job.scanId}`);
  });
}
