import pLimit from 'p-limit';
import type { AwsClients } from '@/lib/aws/clients';
import { hashResource } from '@/lib/collectors/hash';
import { createMemo } from '@/lib/collectors/memo';
import type { AnyCollector, CollectContext, ResourceRef, ScopeKey } from '@/lib/collectors/types';
import { GLOBAL_REGION } from '@/lib/collectors/types';
import type { ReadResult, ScopeOwner } from '../event-port';
import type { ScopeError } from '../port';
import { scopeError } from '../scope-outcome';

/** A resource to read, by its owner's identity; null: nobody watches its scope. */
export type ToRead = ScopeKey & { ref: ResourceRef; owner: ScopeOwner | null };

export type ReadDependencies = {
  collectors: ReadonlyMap<string, AnyCollector>;
  clients(owner: ScopeOwner, accountId: string, region: string): AwsClients;
  now(): number;
  signal: AbortSignal;
};

/** Scopes read at once, and refs asked for in one call of a collector (AWS's filters take 200). */
const SCOPES_AT_ONCE = 8;
const REFS_AT_ONCE = 100;
/** What passes by itself; anything else would fail again. */
const PASSING: ReadonlySet<string> = new Set(['throttled', 'transient', 'expired', 'unknown', 'deadline']);

/** Reads each once, scope by scope; answers in their order. Never throws for what happens in AWS. */
export async function readTargets(deps: ReadDependencies, targets: readonly ToRead[]): Promise<ReadResult[]> {
  const results: ReadResult[] = targets.map(() => ({ kind: 'notWatched' }));
  const watched = targets.flatMap((target, n) => (target.owner ? [{ n, target, owner: target.owner }] : []));
  const groups = Map.groupBy(watched, ({ target }) => `${target.accountId}/${target.region}/${target.type}`);
  const limit = pLimit(SCOPES_AT_ONCE);
  const memos = new Map<string, ReturnType<typeof createMemo>>();
  await Promise.all(
    [...groups.values()].flatMap((group) =>
      chunks(group, REFS_AT_ONCE).map((some) =>
        limit(async () => {
          const [first] = some;
          if (!first) return;
          const { accountId, region } = first.target;
          // What collectors share (one list of a user's keys) is asked once a batch, never kept for the next.
          const memo = memos.get(`${accountId}/${region}`) ?? createMemo();
          memos.set(`${accountId}/${region}`, memo);
          const read = await readScope(
            deps,
            first.target,
            first.owner,
            memo,
            some.map(({ target }) => target.ref),
          );
          for (const [index, { n }] of some.entries()) results[n] = read[index] ?? { kind: 'elsewhere' };
        }),
      ),
    ),
  );
  return results;
}

async function readScope(
  deps: ReadDependencies,
  { accountId, region, type }: ScopeKey,
  owner: ScopeOwner,
  memo: ReturnType<typeof createMemo>,
  refs: readonly ResourceRef[],
): Promise<ReadResult[]> {
  const collector = deps.collectors.get(type);
  if (!collector) return refs.map(() => ({ kind: 'notWatched' }));
  const context: CollectContext = {
    accountId,
    partition: owner.partition,
    region,
    clients: deps.clients(owner, accountId, region === GLOBAL_REGION ? owner.region : region),
    signal: deps.signal,
    now: deps.now,
    memo,
    knownScope: async () => null,
  };
  try {
    const { found, missing } = await collector.getMany(context, refs);
    const answeredAt = deps.now();
    const results = new Map<string, ReadResult>();
    for (const { ref, requestStartedAt } of missing) {
      results.set(refText(ref), { kind: 'missing', observedAt: requestStartedAt, answeredAt });
    }
    for (const { ref, raw, requestStartedAt } of found) {
      const resource = collector.normalize(raw, context);
      const observation = { resource, ...hashResource(resource), observedAt: requestStartedAt };
      results.set(refText(ref), { kind: 'found', observation, answeredAt });
    }
    return refs.map((ref) => results.get(refText(ref)) ?? { kind: 'elsewhere' });
  } catch (error) {
    if (deps.signal.aborted) throw deps.signal.reason;
    const told: ScopeError = scopeError(error);
    return refs.map(() => ({ kind: 'failed', error: told, retry: PASSING.has(told.kind) }));
  }
}

/** The same name for a ref whichever object it is in. */
export const refText = ({ id, arn, name, parentName }: ResourceRef): string =>
  JSON.stringify([id ?? null, arn ?? null, name ?? null, parentName ?? null]);

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
}
