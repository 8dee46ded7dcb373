import { RateLimiterMemory } from 'rate-limiter-flexible';
import { AppError } from '@/lib/errors/app-error';

export type RequestLimits = {
  /** Counts a request of an address; `sensitive` for what anyone may try (links, setup). */
  address(address: string, sensitive: boolean): Promise<void>;
  actor(id: string): Promise<void>;
};

/**
 * Bounds of one web process: per actor and per address a minute, and a tighter one for what anyone may try. Sign-in has
 * its own in the database (lib/auth). Over it: `rate_limited`.
 */
export function requestLimits(perMinute: number): RequestLimits {
  const byActor = new RateLimiterMemory({ points: perMinute, duration: 60 });
  const byAddress = new RateLimiterMemory({ points: perMinute * 4, duration: 60 });
  const sensitiveByAddress = new RateLimiterMemory({ points: 60, duration: 60 });
  return {
    async address(address, sensitive) {
      await take(byAddress, address);
      if (sensitive) await take(sensitiveByAddress, address);
    },
    actor: (id) => take(byActor, id),
  };
}

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (refusal instanceof Error) throw refusal;
    throw new AppError('rate_limited', 'Too many requests. Wait half a minute, then go on more slowly.');
  }
}
