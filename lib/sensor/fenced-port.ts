import { setTimeout as delay } from 'node:timers/promises';
import { FenceLostError } from './errors';

const ATTEMPTS = 5;
const FIRST_WAIT_MS = 200;

/**
 * Calls the core for one attempt: passing failures (a database restart) are retried some seconds long, and once the
 * fence is lost nothing is sent any more. Every port method may be repeated: submits are settled by hash and time.
 */
export function fencedCaller(stop: AbortController) {
  return async <T>(call: () => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      if (stop.signal.reason instanceof FenceLostError) throw stop.signal.reason;
      try {
        return await call();
      } catch (error) {
        if (error instanceof FenceLostError) stop.abort(error);
        if (error instanceof FenceLostError || attempt >= ATTEMPTS) throw error;
        await delay(FIRST_WAIT_MS * 2 ** (attempt - 1));
      }
    }
  };
}
