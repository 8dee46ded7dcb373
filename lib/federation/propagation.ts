import { setTimeout as delay } from 'node:timers/promises';
import { stsFailureOf } from './sts-failure';
import type { StsFailure } from './types';

export type PropagationAttempt = { attempt: number; failure: StsFailure; elapsedMs: number; nextInMs: number };

export type PropagationOptions = {
  /** How long IAM may take to know a role that was just made (default 60 s; recorded about 11 s). */
  budgetMs?: number;
  /** Called before each wait, to show "waiting for AWS". */
  onWaiting?: (attempt: PropagationAttempt) => void;
  signal?: AbortSignal;
  /** Milliseconds on a monotonic clock, the wait and [0, 1): passed in by tests. */
  clock?: () => number;
  wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
  random?: () => number;
};

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 8000;

/**
 * Runs `work` again while STS answers what it also answers for a role or provider made seconds ago, or is briefly
 * unavailable: with growing, jittered waits within the budget. Any other failure, and the last one, is thrown as it is.
 */
export async function withPropagationRetry<T>(work: () => Promise<T>, options: PropagationOptions = {}): Promise<T> {
  const clock = options.clock ?? (() => performance.now());
  const wait = options.wait ?? ((ms, signal) => delay(ms, undefined, { signal }));
  const random = options.random ?? Math.random;
  const budget = options.budgetMs ?? 60_000;
  const started = clock();
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const failure = stsFailureOf(error);
      if (!failure || (failure.kind !== 'pending' && failure.kind !== 'transient')) throw error;
      const elapsedMs = clock() - started;
      const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
      const nextInMs = Math.round(ceiling / 2 + (ceiling / 2) * random());
      if (elapsedMs + nextInMs > budget) throw error;
      options.onWaiting?.({ attempt, failure, elapsedMs, nextInMs });
      await wait(nextInMs, options.signal);
    }
  }
}
