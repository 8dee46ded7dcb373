import type { Env } from '@/lib/env';
import type { JobName, JobPayload } from '@/lib/jobs/definitions';
import type { Logger } from '@/lib/log';
import type { ServiceContext } from '@/lib/services/context';

/** What every job handler gets. `signal` aborts when the worker drains. */
export type WorkerDependencies = Pick<ServiceContext, 'db' | 'install' | 'now'> & {
  log: Logger;
  sensorId: string;
  signal: AbortSignal;
  env: Env;
};

/** Throwing sends the job back to the queue, within its retry limit. */
export type JobHandler<Name extends JobName> = (deps: WorkerDependencies, payload: JobPayload<Name>) => Promise<void>;
export type JobHandlers = { [Name in JobName]: JobHandler<Name> };
