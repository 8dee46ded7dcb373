import { fromPrisma, PgBoss } from 'pg-boss';
import type { Transaction } from '@/lib/db/transaction';
import { type JobName, type JobPayload, jobNames, jobs } from './definitions';

/**
 * `group`: jobs of one group share a limit (workers/consume), so that none of them can hold up the others.
 *
 * Sends jobs inside the caller's transaction: neither a job without its row nor a row without its job.
 */
export type JobQueue = {
  enqueue<Name extends JobName>(
    tx: Transaction,
    name: Name,
    payload: JobPayload<Name>,
    options?: { group?: string },
  ): Promise<void>;
};

export type Boss = PgBoss;
export const BOSS_SCHEMA = 'pgboss';

/** A pg-boss on the runtime role; its schema is migrated with ours (scripts/migrate). Web sends, workers supervise. */
export function openBoss(url: string, kind: 'web' | 'worker', onError: (error: Error) => void): Boss {
  const boss = new PgBoss({
    connectionString: url,
    schema: BOSS_SCHEMA,
    migrate: false,
    // Both would change the schema, which this role does not own.
    reindex: false,
    persistQueueStats: false,
    max: kind === 'worker' ? 6 : 2,
    application_name: `mooring-boss-${kind}`,
    supervise: kind === 'worker',
    schedule: kind === 'worker',
    // A dead worker's job goes back to the queue this long after its last heartbeat ran out, at most.
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    useListenNotify: kind === 'worker',
  });
  boss.on('error', onError);
  return boss;
}

/** Makes the queues that are missing; any number of processes may do so at once. */
export async function createQueues(boss: Boss): Promise<void> {
  for (const name of jobNames) {
    const { retryLimit, retryDelaySeconds, expireInSeconds, heartbeatSeconds } = jobs[name];
    const options = { retryLimit, retryDelay: retryDelaySeconds, expireInSeconds, heartbeatSeconds, notify: true };
    await boss.createQueue(name, options);
    // One that an older version made stays as it was otherwise.
    if ((await boss.getQueue(name))?.notify !== true) await boss.updateQueue(name, options);
  }
}

export function jobQueue(boss: Boss): JobQueue {
  return {
    async enqueue(tx, name, payload, { group } = {}) {
      const job = jobs[name];
      await boss.send(name, payload, {
        db: fromPrisma(tx),
        ...(group ? { group: { id: group } } : {}),
        retryLimit: job.retryLimit,
        retryDelay: job.retryDelaySeconds,
        expireInSeconds: job.expireInSeconds,
        heartbeatSeconds: job.heartbeatSeconds,
      });
    },
  };
}
