import { requeueAbandoned, startDueScans } from '@/lib/services/scans/schedule';
import type { WorkerDependencies } from '../handler';

export async function scheduleTick(deps: WorkerDependencies): Promise<void> {
  const started = await startDueScans(deps);
  const requeued = await requeueAbandoned(deps);
  if (started + requeued > 0) deps.log.info({ started, requeued }, 'scheduled scans');
}
