import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RateBucketKey, RateBudget } from '@/lib/aws/rate-budget';
import { RATE_LIMITS } from '@/lib/aws/token-bucket';
import { openServiceFixture } from '../testing/context';
import { leaseRateSlice } from './rate-slice';

let f: Awaited<ReturnType<typeof openServiceFixture>>;
beforeAll(async () => {
  f = await openServiceFixture();
});
afterAll(() => f.close());

const key = (over: Partial<RateBucketKey> = {}): RateBucketKey => ({
  accountId: '339712905844',
  service: 'iam',
  region: 'us-east-1',
  ...over,
});
/** What a worker asks the core for; every worker of an install has the same rows. */
const ask = (of: RateBucketKey, tokens: number, throttled = 0) => leaseRateSlice(f, of, { tokens, throttled });
const rates = async (accountId: string) => {
  const { rows } = await f.asOwner(
    `SELECT key, (state->>'rate')::float AS rate FROM directory.rate_budget WHERE key LIKE $1`,
    [`aws/${accountId}/%`],
  );
  return rows as { key: string; rate: number }[];
};

describe('the budget of an account, a service and a region', () => {
  const { burst, start } = RATE_LIMITS.iam ?? { burst: 0, start: 0 };

  test('is one for two workers, and another for another region', async () => {
    const began = performance.now();
    const slices = await Promise.all([ask(key(), burst - 5), ask(key(), burst - 5)]);
    const regained = ((performance.now() - began) / 1000) * start;
    const granted = slices.reduce((sum, { tokens }) => sum + tokens, 0);
    expect(granted).toBeGreaterThanOrEqual(burst);
    expect(granted).toBeLessThanOrEqual(burst + Math.ceil(regained));
    expect(await rates('339712905844')).toHaveLength(1);
    expect((await ask(key({ region: 'eu-west-1' }), burst)).tokens).toBe(burst);
    expect(await rates('339712905844')).toHaveLength(2);
  });

  test('is slower for both when one was throttled', async () => {
    const accountId = '586209417733';
    await ask(key({ accountId }), 1);
    const [before] = await rates(accountId);
    expect((await ask(key({ accountId }), 10, 3)).tokens).toBe(0);
    const other = await ask(key({ accountId }), burst);
    expect(other.tokens).toBeLessThan(burst / 2);
    const [after] = await rates(accountId);
    expect(after?.rate).toBeLessThan((before?.rate ?? 0) * 0.75);
  });

  test('holds the calls of a second worker back after the first was throttled', async () => {
    const accountId = '730335184422';
    const route53 = key({ accountId, service: 'route53' });
    const budgets = [1, 2].map(() => new RateBudget(route53, (of, wanted) => leaseRateSlice(f, of, wanted)));
    const [first, second] = budgets as [RateBudget, RateBudget];
    await first.acquire();
    first.throttled();
    await first.acquire();
    const began = performance.now();
    for (const _ of [1, 2, 3]) await second.acquire();
    // Three calls at 4 x 0.7 a second, out of an emptied bucket; an untouched one gives five at once.
    expect(performance.now() - began).toBeGreaterThan(500);
  });
});
