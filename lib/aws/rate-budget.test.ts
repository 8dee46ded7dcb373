import { expect, test } from 'vitest';
import { RateBudget, type RateSlice, type RateSliceAsk } from './rate-budget';

const KEY = { accountId: '120458963014', service: 'iam', region: 'us-east-1' };

test('leases one slice at a time for all who wait, and serves them in order', async () => {
  const asks: RateSliceAsk[] = [];
  let leasing = 0;
  const budget = new RateBudget(KEY, async (_key, ask) => {
    expect(++leasing).toBe(1);
    asks.push(ask);
    await Promise.resolve();
    leasing -= 1;
    return { tokens: 2, validForMs: 60_000, retryAfterMs: 1 };
  });
  const order: number[] = [];
  await Promise.all([0, 1, 2, 3, 4].map((n) => budget.acquire().then(() => order.push(n))));
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(asks).toHaveLength(3);
});

test('a throttle gives up the rest of the slice and is told once', async () => {
  const asks: RateSliceAsk[] = [];
  const lease = async (_key: typeof KEY, ask: RateSliceAsk): Promise<RateSlice> => {
    asks.push(ask);
    return { tokens: 10, validForMs: 60_000, retryAfterMs: 0 };
  };
  const budget = new RateBudget(KEY, lease);
  await budget.acquire();
  budget.throttled();
  budget.throttled();
  await budget.acquire();
  await budget.acquire();
  expect(asks.map((ask) => ask.throttled)).toEqual([0, 2]);
});

test('a slice past its time is not used', async () => {
  let now = 0;
  let leases = 0;
  const lease = async () => ({ tokens: 10 + ++leases, validForMs: 1_000, retryAfterMs: 0 });
  const budget = new RateBudget(KEY, lease, () => now);
  await budget.acquire();
  now = 2_000;
  await budget.acquire();
  expect(leases).toBe(2);
});

test('an abort ends the wait; an error of the lease reaches all who wait', async () => {
  const stop = new AbortController();
  const never = new RateBudget(KEY, () => new Promise(() => {}));
  const waiting = never.acquire(stop.signal);
  stop.abort(new Error('cancelled'));
  await expect(waiting).rejects.toThrow('cancelled');
  const broken = new RateBudget(KEY, async () => {
    throw new Error('no core');
  });
  const both = await Promise.allSettled([broken.acquire(), broken.acquire()]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
