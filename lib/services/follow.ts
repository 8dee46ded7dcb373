import type { ChangeFeed, ChangeTopic } from '@/lib/db/changes';

const AT_MOST_EVERY_MS = 150;
const SAFETY_POLL_MS = 5_000;

type Follow<T> = {
  changes: ChangeFeed;
  topic: ChangeTopic;
  read: () => Promise<T>;
  finished: (value: T) => boolean;
  signal: AbortSignal;
  /** Least time between two reads; 150 ms unless what is read is large. */
  atMostEveryMs?: number;
};

/**
 * Yields what `read` answers now and after every change, until it has finished or the caller leaves. Reads at most every
 * 150 ms however many changes come, and every 5 s without any, so that a lost notice only delays.
 */
export async function* follow<T>(options: Follow<T>): AsyncGenerator<T> {
  let dirty = true;
  let wake: () => void = () => {};
  const rouse = () => {
    dirty = true;
    wake();
  };
  const unsubscribe = options.changes.subscribe(options.topic, rouse);
  options.signal.addEventListener('abort', rouse, { once: true });
  let last = '';
  try {
    while (!options.signal.aborted) {
      dirty = false;
      const value = await options.read();
      const text = JSON.stringify(value);
      if (text !== last) yield value;
      last = text;
      if (options.finished(value)) return;
      await pause(options.atMostEveryMs ?? AT_MOST_EVERY_MS);
      if (!dirty) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, SAFETY_POLL_MS);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    }
  } finally {
    unsubscribe();
    options.signal.removeEventListener('abort', rouse);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
