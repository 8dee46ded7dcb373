import { isAppError } from '@/lib/errors/app-error';
import { type JobName, jobNames, jobs } from '@/lib/jobs/definitions';
import type { Boss } from '@/lib/jobs/queue';
import { withLogContext } from '@/lib/log';
import type { JobHandler, WorkerDependencies } from './handler';

/** Seconds between polls while notices cannot come, and while they do: jobs that are tried again are not announced. */
const POLL_SECONDS = 0.5;
const POLL_BESIDE_NOTICES_SECONDS = 1;

/** Takes jobs of `name`. Each payload is parsed again: what lies in a queue may be older than this program. */
export async function work<Name extends JobName>(
  boss: Boss,
  name: Name,
  handler: JobHandler<Name>,
  deps: WorkerDependencies,
): Promise<void> {
  const parallel = name === 'scan-job' || name === 'verification' ? deps.env.WORKER_CONCURRENCY : 1;
  const options = {
    batchSize: 1,
    localConcurrency: parallel,
    // Jobs of a slow account wait for each other, not in every place that others could have.
    ...(name === 'scan-job' ? { localGroupConcurrency: Math.max(1, Math.ceil(parallel / 3)) } : {}),
    pollingIntervalSeconds: POLL_SECONDS,
    notifyPollingIntervalSeconds: POLL_BESIDE_NOTICES_SECONDS,
    heartbeatRefreshSeconds: 3,
  };
  await boss.work<unknown>(name, options, async ([job]) => {
    if (!job) return;
    await withLogContext({ jobId: job.id, jobName: name }, async () => {
      const payload = jobs[name].payload.parse(job.data ?? {}) as Parameters<typeof handler>[1];
      try {
        await handler(deps, payload);
      } catch (error) {
        const level = isAppError(error) ? 'warn' : 'error';
        deps.log[level]({ err: error }, `${name} failed and will be tried again`);
        throw error;
      }
    });
  });
}

/** Writes the schedules down; pg-boss sends each due job once, whatever the number of workers. */
export async function schedule(boss: Boss): Promise<void> {
  for (const name of jobNames) {
    const job = jobs[name];
    if ('cron' in job) await boss.schedule(name, job.cron, {}, { tz: 'UTC', retryLimit: job.retryLimit });
  }
}
