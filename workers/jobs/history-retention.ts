import { pruneAllHistory } from '@/lib/services/history/prune';
import type { WorkerDependencies } from '../handler';

export async function historyRetention({ db, now, log, signal }: WorkerDependencies): Promise<void> {
  for (const [workspaceId, { versions, resources }] of await pruneAllHistory(db, { now, signal })) {
    if (versions + resources > 0) log.info({ workspaceId, versions, resources }, 'pruned history');
  }
}
