import type { RoleVerification } from '@/lib/db/generated/prisma/client';
import { inWorkspace } from '@/lib/db/transaction';
import type { ServiceContext } from '../context';
import type { IntegrationWithCredential } from '../credentials/plan';

export type Taken = { verification: RoleVerification; integration: IntegrationWithCredential };
const LEASE_SECONDS = 90;

/** Takes a verification that waits, or whose worker died; null when it has ended or another worker holds it. */
export function takeVerification(
  deps: Pick<ServiceContext, 'db'>,
  workspaceId: string,
  id: string,
): Promise<Taken | null> {
  return inWorkspace(deps.db, workspaceId, async (tx) => {
    const taken = await tx.$executeRaw`
      UPDATE tenant.verification
      SET attempt = attempt + 1, state = 'running', started_at = coalesce(started_at, clock_timestamp()),
          lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND finished_at IS NULL
        AND (lease_until IS NULL OR lease_until < clock_timestamp())`;
    if (taken === 0) return null;
    const verification = await tx.roleVerification.findUniqueOrThrow({
      where: { workspaceId_id: { workspaceId, id } },
      include: { integration: { include: { credential: true } } },
    });
    return { verification, integration: verification.integration };
  });
}
