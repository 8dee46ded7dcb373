import type { ScopeKey } from '@/lib/collectors/types';
import { deleteMissing } from '@/lib/db/bulk/delete-missing';
import { notifyChange } from '@/lib/db/changes';
import { Prisma } from '@/lib/db/generated/prisma/client';
import type { Fence, ScopeOutcome } from '@/lib/sensor/port';
import type { ServiceContext } from '../context';
import { fenced } from './fence';
import { ownedScope } from './owned-scope';

/**
 * Ends a scope in the ledger. Only a complete list deletes: what it did not have and what was not observed since it
 * began. Any other outcome leaves every resource as it was and says why.
 */
export function completeScope(
  deps: Pick<ServiceContext, 'db'>,
  workspaceId: string,
  fence: Fence,
  scope: ScopeKey,
  outcome: ScopeOutcome,
): Promise<void> {
  return fenced(deps.db, workspaceId, fence, async (tx, job) => {
    // Told twice (an answer that got lost): what is complete stays as it was counted.
    if ((await ownedScope(tx, job, scope)).status === 'complete') return;
    const startedAt = new Date(Math.floor(outcome.startedAt));
    const error = outcome.error ?? gapsError(outcome);
    let deleted = 0;
    if (outcome.status === 'complete') {
      deleted = await deleteMissing(tx, { workspaceId, ...scope }, outcome.seenIds, startedAt.getTime(), {
        kind: 'scan',
        scanId: job.scanId,
        detail: {},
        at: null,
      });
    }
    await tx.scanScope.updateMany({
      where: { workspaceId, scanJobId: job.id, region: scope.region, type: scope.type },
      data: {
        status: outcome.status,
        startedAt,
        finishedAt: new Date(Math.floor(outcome.finishedAt)),
        seen: outcome.resources,
        deleted,
        error: error ?? Prisma.DbNull,
      },
    });
    await tx.$executeRaw`
      UPDATE tenant.inventory_scope
      SET last_status = ${outcome.status}, last_error = ${error ? JSON.stringify(error) : null}::jsonb,
          last_tried_at = ${startedAt}::timestamptz,
          complete_at = CASE WHEN ${outcome.status} = 'complete'
            THEN greatest(complete_at, ${startedAt}::timestamptz) ELSE complete_at END
      WHERE workspace_id = ${workspaceId}::uuid AND account_id = ${scope.accountId}
        AND region = ${scope.region} AND type = ${scope.type}`;
    await notifyChange(tx, `scan:${job.scanId}`);
  });
}

/** A complete scope that lacks an aspect (a denied credential report) still says so. */
function gapsError(outcome: ScopeOutcome): Prisma.InputJsonObject | null {
  const [gap] = outcome.gaps;
  if (!gap) return null;
  return {
    kind: 'gap',
    code: gap.code,
    message: `${gap.aspect} could not be read: ${gap.message}`,
    action: gap.action,
  };
}
