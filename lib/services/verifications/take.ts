import { Prisma } from '@/lib/db/generated/prisma/client';
import { inWorkspace } from '@/lib/db/transaction';
import type { ServiceContext } from '../context';
import { databaseTime } from '../sensor/fence';
import { LEASE_MS } from './lease';
import type { Taken } from './taken';

/** `busy`: another worker holds it, or held it until it died; `ended`: there is nothing to do any more. */
export type TakeOutcome = Taken | 'busy' | 'ended';

/** Takes a verification that waits, or whose worker stopped renewing its lease. Its steps begin again. */
export function takeVerification(
  deps: Pick<ServiceContext, 'db'>,
  workspaceId: string,
  id: string,
): Promise<TakeOutcome> {
  return inWorkspace(deps.db, workspaceId, async (tx) => {
    const taken = await tx.$executeRaw`
      UPDATE tenant.verification
      SET attempt = attempt + 1, state = 'running', started_at = coalesce(started_at, clock_timestamp()),
          lease_until = clock_timestamp() + make_interval(secs => ${LEASE_MS / 1000}::float8)
      WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND finished_at IS NULL
        AND (lease_until IS NULL OR lease_until < clock_timestamp())`;
    if (taken === 0) {
      const open = await tx.roleVerification.count({ where: { workspaceId, id, finishedAt: null } });
      return open > 0 ? 'busy' : 'ended';
    }
    const { integration, ...verification } = await tx.roleVerification.findUniqueOrThrow({
      where: { workspaceId_id: { workspaceId, id } },
      include: { integration: { include: { credential: true } } },
    });
    if (verification.attempt > 1) {
      await tx.verificationStep.updateMany({
        where: { workspaceId, verificationId: id },
        data: { state: 'pending', evidence: '', reason: null, fix: Prisma.DbNull, detail: {}, ms: null },
      });
    }
    return { verification, integration, databaseTime: await databaseTime(tx) };
  });
}
