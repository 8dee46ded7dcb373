import { awsClients } from '@/lib/aws/clients';
import type { Batch, StrategyContext } from '@/lib/events/strategies/types';
import type { ConnectionCheck } from '@/lib/schemas/event-source';
import type { Credentials } from '@/sandbox/testing/sandbox';

type Place = { url: string; credentials: Credentials; now?: () => number; signal?: AbortSignal };

/** What the core gives a strategy, over the sandbox; `stop` is what a lost lease does. */
export function testContext({ url, credentials, now = Date.now, signal }: Place) {
  const ending = new AbortController();
  const clients = new Map<string, ReturnType<typeof awsClients>>();
  const ctx: StrategyContext = {
    clients: (region) => {
      const known = clients.get(region);
      if (known) return known;
      const made = awsClients({ region, credentials, endpoints: { default: url }, limits: { maxAttempts: 2 } });
      clients.set(region, made);
      return made;
    },
    signal: signal ? AbortSignal.any([signal, ending.signal]) : ending.signal,
    now,
    accounts: () => new Set(),
    pollMs: 20,
  };
  return {
    ctx,
    stop: () => ending.abort(),
    close: () => {
      ending.abort();
      for (const each of clients.values()) each.destroy();
    },
  };
}

/** Pulls batches until `enough` says so; each is given to `each` (the commit), then acknowledged. */
export async function consumeUntil(
  batches: AsyncIterable<Batch>,
  enough: (batch: Batch) => boolean,
  each: (batch: Batch) => void | Promise<void> = (batch) => batch.ack(),
): Promise<Batch[]> {
  const found: Batch[] = [];
  for await (const batch of batches) {
    found.push(batch);
    await each(batch);
    if (enough(batch)) break;
  }
  return found;
}

export async function checksOf(checks: AsyncIterable<ConnectionCheck>): Promise<Map<string, ConnectionCheck>> {
  const found = new Map<string, ConnectionCheck>();
  for await (const check of checks) found.set(check.key, check);
  return found;
}
