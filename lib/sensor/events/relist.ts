import { createMemo } from '@/lib/collectors/memo';
import { GLOBAL_REGION } from '@/lib/collectors/types';
import type { Relist } from '../event-port';
import { fencedCaller } from '../fenced-port';
import { runScope } from '../run-scope';
import type { HeldShard, ShardDependencies } from './consume-shard';

/** Lists made one after the other before more are asked for. */
const LISTS_AT_ONCE = 10;

/**
 * Lists scopes again that events changed without naming what, beside the source's other upkeep: a list may take minutes
 * under the account's budget. `look` begins what is due unless it is at it, and throws what ended the last time.
 */
export function relisting(deps: ShardDependencies, held: HeldShard, stop: AbortController): { look(): void } {
  let busy = false;
  let failure: unknown = null;
  return {
    look() {
      if (failure !== null) throw failure;
      if (busy) return;
      busy = true;
      void listDue(deps, held, stop)
        .catch((error) => {
          if (!stop.signal.aborted) failure = error;
        })
        .finally(() => {
          busy = false;
        });
    },
  };
}

async function listDue(deps: ShardDependencies, held: HeldShard, stop: AbortController): Promise<void> {
  const call = fencedCaller(stop);
  for (const list of await call(() => deps.port.dueLists(held.lease.fence, LISTS_AT_ONCE))) {
    if (stop.signal.aborted) return;
    await listAgain(deps, held, stop, list);
  }
}

async function listAgain(
  { port, identities, collectors, clock }: ShardDependencies,
  { lease }: HeldShard,
  stop: AbortController,
  list: Relist,
): Promise<void> {
  const { fence, endpoints } = lease;
  const { accountId, region, type, owner } = list;
  const call = fencedCaller(stop);
  const collector = collectors.find((one) => one.type === type);
  // A type that only a newer sensor knows stays due for it.
  if (!collector || !owner) return;
  const context = {
    accountId,
    partition: owner.partition,
    region,
    clients: identities.reader(
      { fence, endpoints, integrationId: owner.integrationId },
      accountId,
      region === GLOBAL_REGION ? owner.region : region,
    ),
    signal: stop.signal,
    now: clock.now,
    memo: createMemo(),
    knownScope: async () => null,
  };
  const outcome = await runScope(collector, context, {
    abandoned: () => stop.signal.aborted,
    submit: (_scope, observations) => call(() => port.submitList(fence, list, observations)),
  });
  if (outcome !== null) await call(() => port.endList(fence, list, outcome));
}
