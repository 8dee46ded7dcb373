import type { Databases } from '@/lib/db/client';
import type { Scan, ScanJob } from '@/lib/db/generated/prisma/client';
import { inWorkspace, type Transaction } from '@/lib/db/transaction';
import { FenceLostError } from '@/lib/sensor/errors';
import type { Fence } from '@/lib/sensor/port';

export type FencedJob = ScanJob & { scan: Scan };

/**
 * Runs `work` in a transaction in which the job is still this attempt's. The row is locked against a new attempt until
 * the commit, so a worker whose lease ran out cannot write (DESIGN section 5).
 */
export function fenced<T>(
  db: Databases,
  workspaceId: string,
  fence: Fence,
  work: (tx: Transaction, job: FencedJob) => Promise<T>,
): Promise<T> {
  return inWorkspace(db, workspaceId, async (tx) => {
    const held = await tx.$queryRaw<{ id: string }[]>`
      SELECT id::text FROM tenant.scan_job
      WHERE workspace_id = ${workspaceId}::uuid AND id = ${fence.jobId}::uuid AND attempt = ${fence.attempt} AND state = 'running'
      FOR NO KEY UPDATE`;
    if (held.length === 0) throw new FenceLostError(fence.jobId, fence.attempt);
    const job = await tx.scanJob.findUniqueOrThrow({
      where: { workspaceId_id: { workspaceId, id: fence.jobId } },
      include: { scan: true },
    });
    return work(tx, job);
  });
}

/** Epoch milliseconds on the database's clock, now (not the transaction's start). */
export async function databaseTime(tx: Transaction): Promise<number> {
  const rows = await tx.$queryRaw<
    { ms: number }[]
  >`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms`;
  return rows[0]?.ms ?? Date.now();
}
