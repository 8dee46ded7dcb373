import { setTimeout as delay } from 'node:timers/promises';
import type { CallBudget } from './calls';

/** What AWS limits together: calls of one account to one service in one region. */
export type RateBucketKey = { accountId: string; service: string; region: string };

/** `throttled`: how often AWS refused for rate since the last ask. */
export type RateSliceAsk = { tokens: number; throttled: number };

/**
 * A right to make `tokens` calls within `validForMs`, taken from what all sensors share for one bucket. With 0 tokens,
 * ask again after `retryAfterMs`.
 */
export type RateSlice = { tokens: number; validForMs: number; retryAfterMs: number };

export type LeaseSlice = (key: RateBucketKey, ask: RateSliceAsk) => Promise<RateSlice>;

type Waiter = { resolve(): void; reject(reason: unknown): void };

/** Tokens asked for at once: one lease a second at IAM's rates, and little is lost when a worker dies holding them. */
const SLICE_TOKENS = 20;

/**
 * The sensor's end of a shared budget: hands out a slice's tokens in the order of asking and leases the next one when
 * they are used up. One lease is under way at a time, whatever the number of callers waiting.
 */
export class RateBudget implements CallBudget {
  private tokens = 0;
  private validUntil = 0;
  private throttles = 0;
  private readonly waiters = new Set<Waiter>();
  private leasing = false;

  constructor(
    private readonly key: RateBucketKey,
    private readonly leaseSlice: LeaseSlice,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Resolves when one call may be made. Rejects with the signal's reason, or with the lease's error. */
  async acquire(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.waiters.size === 0 && this.take()) return;
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        resolve: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
        reject: (reason) => {
          signal?.removeEventListener('abort', onAbort);
          reject(reason);
        },
      };
      const onAbort = () => {
        this.waiters.delete(waiter);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.waiters.add(waiter);
      void this.refill();
    });
  }

  /** AWS refused for rate: what is left of the slice is given up, and the next ask tells the core. */
  throttled(): void {
    this.throttles += 1;
    this.tokens = 0;
  }

  private take(): boolean {
    if (this.tokens < 1 || this.now() >= this.validUntil) return false;
    this.tokens -= 1;
    return true;
  }

  private async refill(): Promise<void> {
    if (this.leasing) return;
    this.leasing = true;
    try {
      while (this.waiters.size > 0) {
        const throttled = this.throttles;
        const slice = await this.leaseSlice(this.key, {
          tokens: Math.max(SLICE_TOKENS, this.waiters.size),
          throttled,
        });
        this.throttles -= throttled;
        this.tokens = slice.tokens;
        this.validUntil = this.now() + slice.validForMs;
        for (const waiter of this.waiters) {
          if (!this.take()) break;
          this.waiters.delete(waiter);
          waiter.resolve();
        }
        if (this.waiters.size > 0) await delay(Math.max(1, slice.retryAfterMs));
      }
    } catch (error) {
      for (const waiter of this.waiters) waiter.reject(error);
      this.waiters.clear();
    } finally {
      this.leasing = false;
    }
  }
}
