import { requeueAbandoned, startDueScans } from '@/lib/services/scans/schedule';
import { requeueVerifications } from '@/lib/services/verifications/requeue';
import type { WorkerDependencies } from '../handler';

/** What was lost is sent again also when some scan could not start. */
export async function scheduleTick(deps: WorkerDependencies): Promise<void> {
  const requeued = (await requeueAbandoned(deps)) + (await requeueVerifications(deps));
  const started = await startDueScans(deps);
  if (started + requeued > 0) deps.log.info({ started, requeued }, 'scheduled scans');
}
