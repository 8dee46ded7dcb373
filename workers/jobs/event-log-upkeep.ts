import { keepEventLog } from '@/lib/services/events/retention';
import type { WorkerDependencies } from '../handler';

/** Makes the next days of the log, and removes what is no longer kept. */
export async function eventLogUpkeep({ db, now, log, signal }: WorkerDependencies): Promise<void> {
  const { events, partitions } = await keepEventLog({ db, now, signal });
  if (events + partitions > 0) log.info({ events, partitions }, 'removed old events');
}
