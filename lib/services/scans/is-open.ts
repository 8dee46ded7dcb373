import type { Databases } from '@/lib/db/client';
import { inWorkspace } from '@/lib/db/transaction';

/** Whether a scan job still waits or runs, so that a worker that could not take it must look again. */
export function isScanJobOpen(db: Databases, workspaceId: string, id: string): Promise<boolean> {
  return inWorkspace(
    db,
    workspaceId,
    async (tx) => (await tx.scanJob.count({ where: { workspaceId, id, state: { in: ['queued', 'running'] } } })) > 0,
    { readOnly: true },
  );
}

/** Whether the scan of this job has ended: then nothing of it is still to come. */
export async function isLastOfScan(db: Databases, workspaceId: string, scanJobId: string): Promise<boolean> {
  const job = await inWorkspace(
    db,
    workspaceId,
    (tx) => tx.scanJob.findFirst({ where: { workspaceId, id: scanJobId, scan: { finishedAt: { not: null } } } }),
    { readOnly: true },
  );
  return job !== null;
}
