import type { ScopeKey } from '@/lib/collectors/types';
import type { Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { type Fence, MAX_OBSERVATIONS, type Observation } from '@/lib/sensor/port';
import type { ServiceContext } from '../context';
import { type FencedJob, fenced } from './fence';
import { ownedScope } from './owned-scope';
import { settleObservations } from './settle-observations';

type Counts = { seen: number; created: number; changed: number };

/** Settles a batch of observations of one scope of a running job. Answers how many were applied. */
export async function submit(
  deps: Pick<ServiceContext, 'db'>,
  workspaceId: string,
  fence: Fence,
  scope: ScopeKey,
  observations: readonly Observation[],
): Promise<{ applied: number }> {
  if (observations.length > MAX_OBSERVATIONS) {
    throw new AppError('payload_too_large', `At most ${MAX_OBSERVATIONS} observations in one batch.`);
  }
  return fenced(deps.db, workspaceId, fence, async (tx, job) => {
    const { neverListed } = await ownedScope(tx, job, scope);
    // What a crash loses of it is read again: the scope is only complete after this, and commits keep their order.
    await tx.$executeRaw`SET LOCAL synchronous_commit = off`;
    const settled = await settleObservations(
      tx,
      { workspaceId, ...scope, integrationId: job.scan.integrationId },
      observations,
      { kind: 'scan', scanId: job.scanId, detail: {}, at: null },
      { mostlyNew: neverListed },
    );
    const of = (...kinds: string[]) => settled.filter(({ kind }) => kinds.includes(kind)).length;
    await count(tx, job, scope, { seen: settled.length, created: of('created', 'recreated'), changed: of('changed') });
    return { applied: settled.length - of('stale') };
  });
}

async function count(tx: Transaction, job: FencedJob, scope: ScopeKey, counts: Counts): Promise<void> {
  await tx.$executeRaw`
    UPDATE tenant.scan_scope
    SET listings = listings + CASE WHEN status = 'running' THEN 0 ELSE 1 END,
        seen = CASE WHEN status = 'running' THEN seen ELSE 0 END + ${counts.seen},
        created = created + ${counts.created}, changed = changed + ${counts.changed},
        status = 'running', started_at = coalesce(started_at, clock_timestamp())
    WHERE workspace_id = ${job.workspaceId}::uuid AND scan_job_id = ${job.id}::uuid
      AND region = ${scope.region} AND type = ${scope.type}`;
}
