import type { RoleVerification } from '@/lib/db/generated/prisma/client';
import { inWorkspace, type Transaction } from '@/lib/db/transaction';
import { DatabaseClock } from '@/lib/sensor/clock';
import { FenceLostError } from '@/lib/sensor/errors';
import { keepLease } from '@/lib/sensor/heartbeat';
import type { ServiceContext } from '../context';
import { databaseTime } from '../sensor/fence';
import type { Taken } from './taken';

/** As a scan job's: a worker that died is noticed within it. */
export const LEASE_MS = 15_000;
const HEARTBEAT_MS = 4_000;
const DEADLINE_MS = 10 * 60_000;

type Attempt = Pick<RoleVerification, 'workspaceId' | 'id' | 'attempt'>;

/** Renews the lease of this very attempt. Throws FenceLostError when another worker has the verification, or it ended. */
export async function renewLease(tx: Transaction, { workspaceId, id, attempt }: Attempt): Promise<void> {
  const held = await tx.$executeRaw`
    UPDATE tenant.verification SET lease_until = clock_timestamp() + make_interval(secs => ${LEASE_MS / 1000}::float8)
    WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND attempt = ${attempt} AND finished_at IS NULL`;
  if (held === 0) throw new FenceLostError(id, attempt);
}

/** Holds the lease while the verification runs; aborts `stop` when it is lost. Call the answer to end it. */
export function keepVerificationLease(
  { db }: Pick<ServiceContext, 'db'>,
  { verification, databaseTime: takenAt }: Taken,
  stop: AbortController,
): () => void {
  const { workspaceId, id, attempt } = verification;
  const clock = new DatabaseClock(takenAt);
  const heartbeat = () =>
    inWorkspace(db, workspaceId, async (tx) => {
      await renewLease(tx, verification);
      const now = await databaseTime(tx);
      return { state: 'held' as const, databaseTime: now, leaseExpiresAt: now + LEASE_MS };
    });
  const lease = {
    fence: { jobId: id, attempt },
    leaseExpiresAt: takenAt + LEASE_MS,
    heartbeatEveryMs: HEARTBEAT_MS,
    deadline: takenAt + DEADLINE_MS,
  };
  return keepLease({ heartbeat }, lease, clock, stop);
}

/** Gives the verification back: whoever takes it next need not wait for the lease to run out. */
export function releaseVerification(
  { db, install }: Pick<ServiceContext, 'db' | 'install'>,
  { workspaceId, id, attempt }: Attempt,
  { enqueue }: { enqueue: boolean },
): Promise<void> {
  return inWorkspace(db, workspaceId, async (tx) => {
    const { count } = await tx.roleVerification.updateMany({
      where: { workspaceId, id, attempt, finishedAt: null },
      data: { state: 'queued', leaseUntil: null },
    });
    if (count > 0 && enqueue) await install.jobs.enqueue(tx, 'verification', { workspaceId, verificationId: id });
  });
}
