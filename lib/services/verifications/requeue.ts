import { inWorkspace } from '@/lib/db/transaction';
import type { ServiceContext } from '../context';

/**
 * Sends the queue's job again for verifications whose lease ran out a minute ago, or that waited for five: the queue
 * tries a dead worker's job again by itself, and this covers the job that was lost all the same. Answers how many.
 */
export async function requeueVerifications(deps: Pick<ServiceContext, 'db' | 'install'>): Promise<number> {
  const workspaces = await deps.db.directory.workspace.findMany({ select: { id: true } });
  let count = 0;
  for (const { id: workspaceId } of workspaces) {
    count += await inWorkspace(deps.db, workspaceId, async (tx) => {
      const rows = await tx.$queryRaw<{ id: string }[]>`
        SELECT id::text FROM tenant.verification
        WHERE workspace_id = ${workspaceId}::uuid AND finished_at IS NULL
          AND coalesce(lease_until + interval '1 minute', created_at + interval '5 minutes') < clock_timestamp()`;
      for (const { id } of rows) {
        await deps.install.jobs.enqueue(tx, 'verification', { workspaceId, verificationId: id });
      }
      return rows.length;
    });
  }
  return count;
}
