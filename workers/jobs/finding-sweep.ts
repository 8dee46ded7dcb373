import { sweepAllFindings } from '@/lib/services/findings/sweep';
import type { WorkerDependencies } from '../handler';

export async function findingSweep(deps: WorkerDependencies): Promise<void> {
  const judged = await sweepAllFindings(deps);
  deps.log.debug({ judged }, 'findings judged again');
}
