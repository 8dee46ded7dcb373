import type { Databases } from '@/lib/db/client';
import { createKeyCache, type KeyCache, type KeyStore } from '@/lib/federation/issuer/key-cache';
import type { Logger } from '@/lib/log';
import { toIssuerKey } from './issuer-keys';

type Deps = { db: Databases; log: Pick<Logger, 'warn'> };

/** A key made on another replica is served here after this long, also when nothing was published ahead of it. */
const FRESH_FOR_MS = 5_000;
const PUBLIC_PART = { omit: { sealedPrivate: true } } as const;

/** Published keys from the directory. A workspace's issuer exists from its first key on: until then `load` gives null. */
export function issuerKeyStore({ directory }: Pick<Databases, 'directory'>): KeyStore {
  return {
    async load(workspaceId) {
      const rows = await directory.issuerKey.findMany({
        where: { workspaceId, state: { not: 'revoked' } },
        orderBy: { createdAt: 'asc' },
        ...PUBLIC_PART,
      });
      return rows.length === 0 ? null : rows.map(toIssuerKey);
    },
    async loadAll() {
      const rows = await directory.issuerKey.findMany({
        where: { state: { not: 'revoked' } },
        orderBy: { createdAt: 'asc' },
        ...PUBLIC_PART,
      });
      const groups = Map.groupBy(rows, (row) => row.workspaceId);
      return new Map([...groups].map(([workspaceId, group]) => [workspaceId, group.map(toIssuerKey)]));
    },
  };
}

/** The cache behind the public documents; it fills itself from the start on, and a failure of that only delays. */
export function createIssuerKeyCache({ db, log }: Deps, now: () => number = Date.now): KeyCache {
  const cache = createKeyCache(issuerKeyStore(db), { now, freshForMs: FRESH_FOR_MS });
  void cache.preload().catch((error: unknown) => log.warn({ err: error }, 'issuer keys could not be loaded ahead'));
  return cache;
}

/** Next bundles each route by itself; what the process shares hangs on globalThis. */
const held = globalThis as typeof globalThis & { mooringIssuerKeys?: WeakMap<Databases, KeyCache> };

/** The one cache of this process for these databases. Call it at boot, so that keys are there before they are asked for. */
export function issuerKeysOf(deps: Deps): KeyCache {
  held.mooringIssuerKeys ??= new WeakMap();
  const known = held.mooringIssuerKeys.get(deps.db);
  if (known) return known;
  const made = createIssuerKeyCache(deps);
  held.mooringIssuerKeys.set(deps.db, made);
  return made;
}
