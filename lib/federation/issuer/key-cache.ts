import { AppError } from '@/lib/errors/app-error';
import type { IssuerKey } from './keys';

/** Where keys are stored. `load` gives null for a workspace that does not exist. */
export type KeyStore = {
  load(workspaceId: string): Promise<readonly IssuerKey[] | null>;
  loadAll(): Promise<ReadonlyMap<string, readonly IssuerKey[]>>;
};

export type KeyCache = {
  /** The keys of a workspace's issuer; null when there is no such workspace. */
  keys(workspaceId: string): Promise<readonly IssuerKey[] | null>;
  /** Fills the cache at start, so that documents can be served although the database goes down later. */
  preload(): Promise<void>;
};

type Held = { keys: readonly IssuerKey[]; at: number };

/**
 * Keeps the public side of the built-in issuers alive without the database: keys younger than `freshForMs` come from
 * memory; older ones are loaded again, but when that fails or takes longer than `patienceMs` (AWS waits five seconds
 * in all) the last known ones are served. Unknown workspaces are not remembered.
 */
export function createKeyCache(
  store: KeyStore,
  options: { now: () => number; freshForMs?: number; patienceMs?: number },
): KeyCache {
  const freshFor = options.freshForMs ?? 30_000;
  const patience = options.patienceMs ?? 1500;
  const held = new Map<string, Held>();
  const loading = new Map<string, Promise<readonly IssuerKey[] | null>>();

  function load(workspaceId: string): Promise<readonly IssuerKey[] | null> {
    const running = loading.get(workspaceId);
    if (running) return running;
    const started = store
      .load(workspaceId)
      .then((keys) => {
        if (keys) held.set(workspaceId, { keys, at: options.now() });
        else held.delete(workspaceId);
        return keys;
      })
      .finally(() => loading.delete(workspaceId));
    loading.set(workspaceId, started);
    return started;
  }

  return {
    async keys(workspaceId) {
      const known = held.get(workspaceId);
      if (known && options.now() - known.at < freshFor) return known.keys;
      try {
        const loaded = load(workspaceId);
        return known ? await within(loaded, patience, known.keys) : await loaded;
      } catch (cause) {
        if (known) return known.keys;
        throw new AppError('unavailable', 'The issuer’s keys cannot be read at the moment.', { cause });
      }
    },
    async preload() {
      const at = options.now();
      for (const [workspaceId, keys] of await store.loadAll()) held.set(workspaceId, { keys, at });
    },
  };
}

async function within<T>(work: Promise<T>, ms: number, otherwise: T): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  const timer = setTimeout(() => resolve(otherwise), ms);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    // Whoever lost the race may still fail later; that is not this request's failure.
    work.catch(() => undefined);
  }
}
