import type { RateSlice, RateSliceAsk } from './rate-budget';

/** Calls a second: where a bucket starts, its floor and ceiling, and how many may come at once. */
export type RateLimits = { start: number; least: number; most: number; burst: number };

/**
 * What a core keeps per (account, service, region). Times are epoch ms of one clock; a database keeps the row and calls
 * `takeSlice` under its lock.
 */
export type BucketState = { tokens: number; rate: number; updatedAt: number; throttledAt: number | null };

/**
 * AWS publishes no rate for IAM; peers hold themselves to 15 to 35 a second (PERFORMANCE, Steampipe). Starting between
 * and learning from refusals finds an account's own limit.
 */
export const RATE_LIMITS: Record<string, RateLimits> = {
  iam: { start: 25, least: 1, most: 50, burst: 50 },
  // EC2 API throttling: describes draw on a bucket of 100 that refills by 20 a second.
  ec2: { start: 20, least: 1, most: 20, burst: 100 },
  // One Get call an aspect of each bucket; S3 serves thousands a second.
  s3: { start: 50, least: 5, most: 200, burst: 100 },
  // Route 53: five requests a second an account.
  route53: { start: 4, least: 1, most: 5, burst: 5 },
};
export const DEFAULT_RATE_LIMITS: RateLimits = { start: 10, least: 1, most: 50, burst: 20 };

/** A slice not used in this time is forfeited, so a dead sensor's tokens cannot come back in a burst. */
const SLICE_VALID_MS = 2_000;
/** Many calls of one moment are refused together: that is one sign, not many. */
const ONE_DECREASE_PER_MS = 1_000;
/** Calls a second regained in a second without refusals. */
const RECOVERY_PER_SECOND = 0.5;

export function newBucket(limits: RateLimits, now: number): BucketState {
  return { tokens: limits.burst, rate: limits.start, updatedAt: now, throttledAt: null };
}

/** Additive increase, multiplicative decrease (x 0.7). Pure: answers the slice and the state to keep. */
export function takeSlice(
  state: BucketState,
  ask: RateSliceAsk,
  limits: RateLimits,
  now: number,
): { state: BucketState; slice: RateSlice } {
  const elapsed = Math.max(0, now - state.updatedAt) / 1000;
  let { rate, throttledAt } = state;
  let tokens = Math.min(limits.burst, state.tokens + elapsed * rate);
  if (ask.throttled > 0) {
    if (throttledAt === null || now - throttledAt >= ONE_DECREASE_PER_MS) {
      rate = Math.max(limits.least, rate * 0.7);
      throttledAt = now;
    }
    tokens = 0;
  } else if (throttledAt === null || now - throttledAt >= ONE_DECREASE_PER_MS) {
    rate = Math.min(limits.most, rate + elapsed * RECOVERY_PER_SECOND);
  }
  const granted = Math.min(Math.floor(tokens), Math.max(0, Math.floor(ask.tokens)));
  const left = tokens - granted;
  return {
    state: { tokens: left, rate, updatedAt: now, throttledAt },
    slice: {
      tokens: granted,
      validForMs: SLICE_VALID_MS,
      retryAfterMs: left >= 1 ? 0 : Math.ceil(((1 - left) / rate) * 1000),
    },
  };
}
