import { v7 as uuidv7 } from 'uuid';
import { systemActor } from '@/lib/auth/actor';
import { inDirectory, inWorkspace, type Transaction } from '@/lib/db/transaction';
import { writeAudit } from '../audit/write';
import type { ServiceContext } from '../context';
import { createScan } from './create-scan';

type Deps = Pick<ServiceContext, 'db' | 'install' | 'now'>;
const SCHEDULER = systemActor('scheduler');

/** Starts the scans that are due. Each due row is moved on first, in one statement, so that two workers start it once. */
export async function startDueScans(deps: Deps): Promise<number> {
  const now = deps.now();
  const due = await inDirectory(
    deps.db,
    (tx) => tx.$queryRaw<{ workspace_id: string; integration_id: string }[]>`
    UPDATE directory.schedule
    SET next_run_at = ${now}::timestamptz + make_interval(mins => every_minutes)
    WHERE enabled AND next_run_at <= ${now}::timestamptz
    RETURNING workspace_id::text, integration_id::text`,
  );
  let started = 0;
  const failures: unknown[] = [];
  for (const row of due) {
    try {
      if (await startScheduled(deps, row.workspace_id, row.integration_id)) started += 1;
    } catch (error) {
      failures.push(error);
    }
  }
  // One integration that cannot start must not keep the others from it.
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} scheduled scans could not start.`);
  return started;
}

async function startScheduled(deps: Deps, workspaceId: string, integrationId: string): Promise<boolean> {
  return inWorkspace(deps.db, workspaceId, async (tx) => {
    const integration = await tx.integration.findUnique({
      where: { workspaceId_id: { workspaceId, id: integrationId } },
    });
    if (!integration || integration.state === 'draft') return false;
    const { scanId, created } = await createScan(tx, deps.install.jobs, integration, 'schedule', SCHEDULER.label);
    if (!created) return false;
    await writeAudit(tx, { actor: SCHEDULER, requestId: uuidv7(), ipAddress: null }, workspaceId, {
      action: 'scan.start',
      target: { kind: 'integration', id: integration.id, label: integration.name },
      detail: { scanId },
    });
    return true;
  });
}

/**
 * Sends the queue's job again for work whose lease ran out a while ago: pg-boss retries a dead worker's job by itself,
 * and this covers the job that was lost all the same. A duplicate finds the lease taken and does nothing.
 */
export async function requeueAbandoned(deps: Deps): Promise<number> {
  const workspaces = await deps.db.directory.workspace.findMany({ select: { id: true } });
  let count = 0;
  for (const { id: workspaceId } of workspaces) {
    count += await inWorkspace(deps.db, workspaceId, async (tx) => {
      const jobs = await abandoned(tx, workspaceId);
      for (const { id, account_id } of jobs) {
        await deps.install.jobs.enqueue(tx, 'scan-job', { workspaceId, scanJobId: id }, { group: account_id });
      }
      return jobs.length;
    });
  }
  return count;
}

/** A job may wait its turn for long behind others, so what is queued is sent again only every half hour. */
function abandoned(tx: Transaction, workspaceId: string): Promise<{ id: string; account_id: string }[]> {
  return tx.$queryRaw`
    UPDATE tenant.scan_job j SET queued_at = clock_timestamp()
    WHERE j.workspace_id = ${workspaceId}::uuid
      AND ((j.state = 'running' AND j.lease_until < clock_timestamp() - interval '60 seconds'
            AND j.queued_at < clock_timestamp() - interval '60 seconds')
        OR (j.state = 'queued' AND j.queued_at < clock_timestamp() - interval '30 minutes'))
    RETURNING j.id::text, j.account_id`;
}
