import type { Databases } from '@/lib/db/client';
import { inWorkspace, type Transaction } from '@/lib/db/transaction';
import { FenceLostError } from '@/lib/sensor/errors';
import type { Fence } from '@/lib/sensor/port';

/** What the services need of the job and its scan; read with the lock, since every write of a sensor begins so. */
export type FencedJob = {
  id: string;
  workspaceId: string;
  scanId: string;
  accountId: string;
  service: string;
  scan: { integrationId: string };
};

type Row = Omit<FencedJob, 'scan' | 'workspaceId'> & { integrationId: string };

/** How long a sensor may hold a job without renewing. */
export const LEASE_MS = 15_000;
/** No heartbeat gets by a write's lock: a write that took longer, or finds the lease not renewed for long, renews it itself. */
const LONG_WRITE_MS = 2_000;
const RENEWED_WITHIN_MS = 6_000;

/**
 * Runs `work` in a transaction in which the job is still this attempt's. The row is locked against a new attempt until
 * the commit, so a worker whose lease ran out cannot write (DESIGN section 5). Who waited to take the job over meanwhile
 * finds its lease renewed.
 */
export function fenced<T>(
  db: Databases,
  workspaceId: string,
  fence: Fence,
  work: (tx: Transaction, job: FencedJob) => Promise<T>,
): Promise<T> {
  return inWorkspace(db, workspaceId, async (tx) => {
    const [row] = await tx.$queryRaw<(Row & { due: boolean })[]>`
      SELECT j.lease_until < clock_timestamp() + make_interval(secs => ${(LEASE_MS - RENEWED_WITHIN_MS) / 1000}::float8) AS due,
        j.id::text, j.scan_id::text AS "scanId", j.account_id AS "accountId", j.service,
        s.integration_id::text AS "integrationId"
      FROM tenant.scan_job j JOIN tenant.scan s ON s.workspace_id = j.workspace_id AND s.id = j.scan_id
      WHERE j.workspace_id = ${workspaceId}::uuid AND j.id = ${fence.jobId}::uuid AND j.attempt = ${fence.attempt}
        AND j.state = 'running'
      FOR NO KEY UPDATE OF j`;
    if (!row) throw new FenceLostError(fence.jobId, fence.attempt);
    const { integrationId, due, ...job } = row;
    const began = performance.now();
    const done = await work(tx, { ...job, workspaceId, scan: { integrationId } });
    if (due || performance.now() - began > LONG_WRITE_MS) await renew(tx, workspaceId, fence);
    return done;
  });
}

async function renew(tx: Transaction, workspaceId: string, { jobId, attempt }: Fence): Promise<void> {
  await tx.$executeRaw`
    UPDATE tenant.scan_job SET lease_until = clock_timestamp() + make_interval(secs => ${LEASE_MS / 1000}::float8)
    WHERE workspace_id = ${workspaceId}::uuid AND id = ${jobId}::uuid AND attempt = ${attempt} AND state = 'running'`;
}

/** Epoch milliseconds on the database's clock, now (not the transaction's start). */
export async function databaseTime(tx: Transaction): Promise<number> {
  const rows = await tx.$queryRaw<
    { ms: number }[]
  >`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms`;
  return rows[0]?.ms ?? Date.now();
}
