import { z } from 'zod';
import { idSchema } from '@/lib/schemas/common';

/**
 * A job as data. Payloads carry ids only and are parsed again on receipt. `cron` (UTC): it is scheduled, not sent.
 * A worker that dies is noticed after `heartbeatSeconds`; the effect is fenced by our own attempt numbers.
 */
export type JobDefinition<S extends z.ZodType = z.ZodType> = {
  payload: S;
  retryLimit: number;
  retryDelaySeconds: number;
  expireInSeconds: number;
  heartbeatSeconds: number;
  cron?: string;
};

export const jobs = {
  'scan-job': {
    payload: z.object({ workspaceId: idSchema, scanJobId: idSchema }),
    retryLimit: 20,
    retryDelaySeconds: 2,
    expireInSeconds: 6 * 3600,
    heartbeatSeconds: 10,
  },
  verification: {
    payload: z.object({ workspaceId: idSchema, verificationId: idSchema }),
    // Long enough for a dead worker's lease to run out.
    retryLimit: 10,
    retryDelaySeconds: 2,
    expireInSeconds: 900,
    heartbeatSeconds: 10,
  },
  'schedule-tick': {
    payload: z.object({}),
    retryLimit: 0,
    retryDelaySeconds: 1,
    expireInSeconds: 120,
    heartbeatSeconds: 10,
    cron: '* * * * *',
  },
  'audit-seal': {
    payload: z.object({}),
    retryLimit: 2,
    retryDelaySeconds: 5,
    expireInSeconds: 300,
    heartbeatSeconds: 10,
    cron: '* * * * *',
  },
  'issuer-rotation': {
    payload: z.object({}),
    retryLimit: 2,
    retryDelaySeconds: 30,
    expireInSeconds: 300,
    heartbeatSeconds: 10,
    cron: '*/10 * * * *',
  },
  'history-retention': {
    payload: z.object({}),
    // What one run leaves, the next day's takes.
    retryLimit: 2,
    retryDelaySeconds: 60,
    expireInSeconds: 6 * 3600,
    heartbeatSeconds: 10,
    cron: '40 2 * * *',
  },
  'event-log-upkeep': {
    payload: z.object({}),
    // Days are made two ahead, so a day that it misses is made up for.
    retryLimit: 2,
    retryDelaySeconds: 60,
    expireInSeconds: 3600,
    heartbeatSeconds: 10,
    cron: '10 3 * * *',
  },
  'finding-sweep': {
    payload: z.object({}),
    // It comes again by itself, and begins where it stopped.
    retryLimit: 0,
    retryDelaySeconds: 1,
    expireInSeconds: 1800,
    heartbeatSeconds: 10,
    cron: '*/5 * * * *',
  },
} as const satisfies Record<string, JobDefinition>;

export type Jobs = typeof jobs;
export type JobName = keyof Jobs;
export type JobPayload<Name extends JobName> = z.output<Jobs[Name]['payload']>;
export const jobNames = Object.keys(jobs) as JobName[];
