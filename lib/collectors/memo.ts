import type { Memo } from './types';

/** A memo for one (account, service) job. Two callers of one key at the same time share one call. */
export function createMemo(): Memo {
  const made = new Map<string, Promise<unknown>>();
  return {
    once<T>(key: string, make: () => Promise<T>): Promise<T> {
      const known = made.get(key) as Promise<T> | undefined;
      if (known) return known;
      const started = make();
      made.set(key, started);
      started.catch(() => made.delete(key));
      return started;
    },
  };
}
