import { beforeEach, describe, expect, test } from 'vitest';
import { createKeyCache, type KeyStore } from './key-cache';
import type { IssuerKey } from './keys';

const key = (id: string): IssuerKey => ({
  id,
  kid: id,
  state: 'active',
  publicJwk: { kty: 'RSA', n: 'n', e: 'AQAB', kid: id, use: 'sig', alg: 'RS256' },
  createdAt: new Date(0),
  activatedAt: new Date(0),
  retiredAt: null,
  revokedAt: null,
});

let now: number;
let loads: number;
let answer: () => Promise<IssuerKey[] | null>;
const store: KeyStore = {
  load: () => {
    loads++;
    return answer();
  },
  loadAll: async () => new Map([['w1', [key('first')]]]),
};
const cache = () => createKeyCache(store, { now: () => now, patienceMs: 20 });
const ids = (keys: readonly IssuerKey[] | null) => keys?.map(({ id }) => id) ?? null;

beforeEach(() => {
  now = 0;
  loads = 0;
  answer = async () => [key('second')];
});

describe('keys in memory', () => {
  test('are fresh for half a minute, then loaded again once for many callers', async () => {
    const keys = cache();
    await keys.preload();
    now = 29_999;
    expect(ids(await keys.keys('w1'))).toEqual(['first']);
    expect(loads).toBe(0);
    now = 30_000;
    expect((await Promise.all([keys.keys('w1'), keys.keys('w1')])).map(ids)).toEqual([['second'], ['second']]);
    expect(loads).toBe(1);
  });

  test('outlive a database that fails, and one that hangs', async () => {
    const keys = cache();
    await keys.preload();
    now = 86_400_000;
    answer = () => Promise.reject(new Error('down'));
    expect(ids(await keys.keys('w1'))).toEqual(['first']);
    answer = () => new Promise(() => undefined);
    expect(ids(await keys.keys('w1'))).toEqual(['first']);
  });

  test('come back from a database that recovers', async () => {
    const keys = cache();
    await keys.preload();
    now = 60_000;
    answer = () => Promise.reject(new Error('down'));
    await keys.keys('w1');
    answer = async () => [key('third')];
    expect(ids(await keys.keys('w1'))).toEqual(['third']);
  });

  test('are forgotten with their workspace, and never invented', async () => {
    const keys = cache();
    await keys.preload();
    now = 60_000;
    answer = async () => null;
    expect(await keys.keys('w1')).toBeNull();
    answer = () => Promise.reject(new Error('down'));
    await expect(keys.keys('w1')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(keys.keys('unknown')).rejects.toMatchObject({ code: 'unavailable' });
  });
});
