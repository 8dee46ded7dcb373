import { setTimeout as delay } from 'node:timers/promises';
import type { ScopeOwner } from '../event-port';
import { fencedCaller } from '../fenced-port';
import type { HeldShard, ShardDependencies } from './consume-shard';
import { readTargets } from './read-targets';
import { relisting } from './relist';

/** How often re-reads and replays are looked for. */
const LOOK_MS = 1_000;
/** Where a transport is polled, new parts of it are looked for every few polls at the latest. */
const POLLS = 5;
const REREADS_AT_ONCE = 1_000;
const REPLAYS_AT_ONCE = 20;

/** More that a source's upkeep does in its turns; each is called once a look and keeps its own time. */
export type UpkeepChore = (held: HeldShard, signal: AbortSignal) => Promise<void>;

/**
 * The upkeep of one source until its lease ends: finds its shards, makes reads again that contradicted their events, lists
 * again what events changed without naming it, and reads once more what was quarantined and is wanted. Throws what the transport throws at discovery.
 */
export async function keepUp(
  deps: ShardDependencies,
  held: HeldShard,
  stop: AbortController,
  chores: readonly UpkeepChore[] = [],
): Promise<void> {
  const { signal } = stop;
  const lists = relisting(deps, held, stop);
  let discoverAt = 0;
  while (!signal.aborted) {
    if (performance.now() >= discoverAt) {
      const found = await discover(deps, held, stop);
      discoverAt = performance.now() + discoverAgainMs(found, held.strategy.discoverEveryMs, held.context.pollMs);
    }
    const many = await reread(deps, held, stop);
    await replay(deps, held, stop);
    lists.look();
    for (const chore of chores) await chore(held, signal);
    if (!many) await delay(LOOK_MS, undefined, { signal }).catch(() => {});
  }
}

/** A bucket in which no file lies yet gets its first one any moment: whoever has just attached it waits for that. */
export const discoverAgainMs = (found: number, everyMs: number, pollMs: number): number =>
  Math.min(everyMs, (found > 0 ? POLLS : 1) * pollMs);

/** Answers how many shards there are. */
async function discover(
  { port }: ShardDependencies,
  { lease, strategy, config, context }: HeldShard,
  stop: AbortController,
): Promise<number> {
  const call = fencedCaller(stop);
  const known = await call(() => port.knownShards(lease.fence));
  const plans = await strategy.discover(context, config, known);
  await call(() => port.openShards(lease.fence, plans));
  return plans.length;
}

/** Answers whether there may be more at once. */
async function reread(deps: ShardDependencies, { lease }: HeldShard, stop: AbortController): Promise<boolean> {
  const { port, identities, clock } = deps;
  const { fence, endpoints } = lease;
  const call = fencedCaller(stop);
  const due = await call(() => port.dueRereads(fence, REREADS_AT_ONCE));
  if (due.length === 0) return false;
  const collectors = new Map(deps.collectors.map((collector) => [collector.type, collector]));
  const clients = (owner: ScopeOwner, accountId: string, region: string) =>
    identities.reader({ fence, endpoints, integrationId: owner.integrationId }, accountId, region);
  const results = await readTargets({ collectors, clients, now: clock.now, signal: stop.signal }, due);
  await call(() =>
    port.settleRereads(
      fence,
      due.map(({ accountId, region, type, key, ref }, n) => ({
        accountId,
        region,
        type,
        key,
        ref,
        result: results[n] ?? { kind: 'elsewhere' },
      })),
    ),
  );
  return due.length === REREADS_AT_ONCE;
}

async function replay({ port }: ShardDependencies, held: HeldShard, stop: AbortController): Promise<void> {
  const { lease, strategy, config, context } = held;
  const call = fencedCaller(stop);
  for (const { id, ...item } of await call(() => port.wantedReplays(lease.fence, REPLAYS_AT_ONCE))) {
    const delivery = await strategy.replay(context, config, item);
    const { poison, ...readable } = delivery;
    await held.settle([{ ...readable, poison: [] }], { checkpoint: null, finished: false, lagMs: null });
    const [first] = poison;
    const said = first ? `Still unreadable: ${first.message}` : `Read: ${delivery.records.length} changes.`;
    await call(() => port.replayed(lease.fence, id, said));
  }
}
