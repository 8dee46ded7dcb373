import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newBucket, type RateLimits, takeSlice } from './token-bucket';

const LIMITS: RateLimits = { start: 10, least: 1, most: 40, burst: 20 };

test('never grants more than the burst and the rate allow', () => {
  const asks = fc.array(
    fc.record({ after: fc.integer({ min: 0, max: 3_000 }), tokens: fc.integer({ min: 0, max: 50 }) }),
  );
  fc.assert(
    fc.property(asks, (steps) => {
      let state = newBucket(LIMITS, 0);
      let now = 0;
      let granted = 0;
      for (const { after, tokens } of steps) {
        now += after;
        const taken = takeSlice(state, { tokens, throttled: 0 }, LIMITS, now);
        state = taken.state;
        granted += taken.slice.tokens;
        expect(taken.slice.tokens).toBeLessThanOrEqual(tokens);
      }
      expect(granted).toBeLessThanOrEqual(LIMITS.burst + (now / 1000) * LIMITS.most);
    }),
  );
});

test('a refusal lowers the rate once a second, quiet raises it again, within its bounds', () => {
  let state = newBucket(LIMITS, 0);
  const ask = (throttled: number, now: number) => {
    state = takeSlice(state, { tokens: 1, throttled }, LIMITS, now).state;
    return state.rate;
  };
  expect(ask(3, 0)).toBeCloseTo(7);
  expect(ask(5, 500)).toBeCloseTo(7);
  expect(ask(1, 1_000)).toBeCloseTo(4.9);
  for (let now = 2_000; now < 60_000; now += 1_000) ask(1, now);
  expect(state.rate).toBe(LIMITS.least);
  expect(ask(0, 1_000_000)).toBe(LIMITS.most);
});

test('says when the next token is there', () => {
  const { state } = takeSlice(newBucket(LIMITS, 0), { tokens: 20, throttled: 0 }, LIMITS, 0);
  const { slice } = takeSlice(state, { tokens: 5, throttled: 0 }, LIMITS, 0);
  expect(slice).toMatchObject({ tokens: 0, retryAfterMs: 100 });
});

test('a clock that goes back grants nothing extra', () => {
  const { state } = takeSlice(newBucket(LIMITS, 5_000), { tokens: 20, throttled: 0 }, LIMITS, 5_000);
  expect(takeSlice(state, { tokens: 5, throttled: 0 }, LIMITS, 1_000).slice.tokens).toBe(0);
});
