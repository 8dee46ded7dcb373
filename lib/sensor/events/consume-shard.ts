import type { AnyCollector } from '@/lib/collectors/types';
import { closingAfter } from '@/lib/events/strategies/closing';
import type { Batch, Delivery, Strategy, StrategyContext } from '@/lib/events/strategies/types';
import { CONFIG_SCHEMAS, type StrategyName } from '@/lib/schemas/event-source';
import type { DatabaseClock } from '../clock';
import { FenceLostError } from '../errors';
import { type EventPort, MAX_EVENTS, type ShardLease, UPKEEP } from '../event-port';
import { fencedCaller } from '../fenced-port';
import type { Identities } from './identities';
import { type BatchDependencies, processBatch } from './process-batch';
import { readTargets } from './read-targets';

export type ShardDependencies = {
  port: EventPort;
  identities: Identities;
  collectors: readonly AnyCollector[];
  strategies: { readonly [S in StrategyName]: Strategy<S> };
  clock: DatabaseClock;
  /** The workspace's covered accounts, as the last heartbeat told. */
  accounts(): ReadonlySet<string>;
  pollMs: number;
};

/** A shard as this sensor holds it: what it needs to read the transport and the resources. */
export type HeldShard = {
  lease: ShardLease;
  strategy: Strategy;
  config: never;
  context: StrategyContext;
  /** Decoded deliveries become a submitted batch, in parts small enough for one transaction. */
  settle(deliveries: readonly Delivery[], place: Pick<Batch, 'checkpoint' | 'finished' | 'lagMs'>): Promise<void>;
};

/** Runs `work` with what a lease's holder needs, and frees it after. `stop` aborts when the lease is lost or given back. */
export async function holdShard<T>(
  deps: ShardDependencies,
  lease: ShardLease,
  stop: AbortController,
  work: (held: HeldShard) => Promise<T>,
): Promise<T> {
  const { fence, endpoints, integrationId } = lease;
  const identity = { fence, integrationId, endpoints };
  const strategy = deps.strategies[lease.strategy] as unknown as Strategy;
  const config = CONFIG_SCHEMAS[lease.strategy].parse(lease.config) as never;
  const transports = new Map<string, ReturnType<Identities['transport']>>();
  // Strategies end their own waits by `signal`; the clients live on for what is said of a batch that was just committed.
  const closing = closingAfter(stop.signal);
  const call = fencedCaller(stop);
  const context: StrategyContext = {
    clients: (region) => {
      const known = transports.get(region) ?? deps.identities.transport(identity, region, closing);
      transports.set(region, known);
      return known;
    },
    signal: stop.signal,
    now: deps.clock.now,
    accounts: deps.accounts,
    pollMs: deps.pollMs,
  };
  const collectors = new Map(deps.collectors.map((collector) => [collector.type, collector]));
  const batchDeps = (): BatchDependencies => ({
    collectors: deps.collectors,
    accounts: deps.accounts(),
    retentionDays: lease.retentionDays,
    now: deps.clock.now,
    prepare: (events, scopes) => call(() => deps.port.prepare(fence, events, scopes)),
    read: (targets) =>
      readTargets(
        {
          collectors,
          clients: (owner, accountId, region) =>
            deps.identities.reader({ fence, endpoints, integrationId: owner.integrationId }, accountId, region),
          now: deps.clock.now,
          signal: stop.signal,
        },
        targets,
      ),
  });
  try {
    return await work({
      lease,
      strategy,
      config,
      context,
      async settle(deliveries, place) {
        const parts = partsOf(deliveries);
        for (const [n, part] of parts.entries()) {
          const last = n === parts.length - 1;
          // The place moves with the last part: a crash in between brings the first ones again, which then are known.
          const at = last ? place : { checkpoint: null, finished: false, lagMs: null };
          const batch = await processBatch(batchDeps(), part, at);
          await call(() => deps.port.submit(fence, batch));
        }
      },
    });
  } finally {
    for (const clients of transports.values()) clients.destroy();
  }
}

/** Consumes a shard until its lease ends, it is closed, or the transport fails; then throws, and the lease says why. */
export async function consumeShard(held: HeldShard): Promise<void> {
  const { strategy, config, context, lease } = held;
  if (lease.fence.shard === UPKEEP) throw new Error('Upkeep is no shard to consume.');
  const run = { config, shard: lease.fence.shard, checkpoint: lease.checkpoint };
  for await (const batch of strategy.consume(context, run)) {
    try {
      await held.settle(batch.deliveries, batch);
    } catch (error) {
      // Whoever has the lease now gets the messages anyway; giving them back spares the queue's own time-out.
      if (!(error instanceof FenceLostError)) await batch.release().catch(() => {});
      throw error;
    }
    await batch.ack();
    if (batch.finished) return;
  }
}

/** Parts of at most MAX_EVENTS records; a delivery larger than that is cut. An empty batch is one empty part. */
function partsOf(deliveries: readonly Delivery[]): Delivery[][] {
  const parts: Delivery[][] = [];
  let part: Delivery[] = [];
  let size = 0;
  for (const delivery of deliveries) {
    for (let from = 0; from === 0 || from < delivery.records.length; from += MAX_EVENTS) {
      const records = delivery.records.slice(from, from + MAX_EVENTS);
      if (size > 0 && size + records.length > MAX_EVENTS) {
        parts.push(part);
        part = [];
        size = 0;
      }
      const whole = from + MAX_EVENTS >= delivery.records.length;
      part.push(
        whole
          ? { ...delivery, records, ...(from > 0 ? { dropped: { readOnly: 0, failed: 0, other: 0 } } : {}) }
          : {
              id: delivery.id,
              records,
              dropped: from === 0 ? delivery.dropped : { readOnly: 0, failed: 0, other: 0 },
              poison: [],
            },
      );
      size += records.length;
    }
  }
  return [...parts, part];
}
