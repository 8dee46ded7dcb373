import { setImmediate as nextTurn } from 'node:timers/promises';
import { hashResource } from '@/lib/collectors/hash';
import type { AnyCollector, CollectContext, Gap, ListPage, ScopeKey } from '@/lib/collectors/types';
import { MAX_OBSERVATIONS, type Observation, type ScopeOutcome } from './port';
import { scopeError, statusOf } from './scope-outcome';

/** Resources normalized and hashed (about 0.05-0.1 ms each) before other work gets a turn. */
const TURN = 25;

export type ScopeSink = {
  submit(scope: ScopeKey, observations: readonly Observation[]): Promise<void>;
  /** True: stop without an outcome (fence lost, cancelled, draining); the scope stays open. */
  abandoned(): boolean;
};

/**
 * Lists one scope to its end, or to where it broke. Answers null when the job was abandoned. What was read before an
 * error is still submitted: each observation is true by itself; only the set is not.
 */
export async function runScope(
  collector: AnyCollector,
  ctx: CollectContext,
  sink: ScopeSink,
): Promise<ScopeOutcome | null> {
  const scope = { accountId: ctx.accountId, region: ctx.region, type: collector.type };
  const seen = new Set<string>();
  const gaps = new Map<string, Gap>();
  let startedAt = ctx.now();
  let batch: Observation[] = [];
  let unusable: unknown = null;

  const flush = async () => {
    const full = batch;
    batch = [];
    if (full.length > 0) await sink.submit(scope, full);
  };
  const take = async (page: ListPage<unknown>) => {
    startedAt = Math.min(startedAt, page.requestStartedAt, page.coverageStartedAt ?? startedAt);
    for (const gap of page.gaps ?? []) gaps.set(`${gap.aspect} ${gap.code}`, gap);
    const answeredAt = ctx.now();
    for (const [index, raw] of page.items.entries()) {
      if (index % TURN === 0 && page.items.length > 1) await nextTurn();
      try {
        const observation = observe(collector, raw, ctx, { observedAt: page.requestStartedAt, answeredAt });
        seen.add(observation.resource.id);
        batch.push(observation);
      } catch (error) {
        unusable ??= error;
      }
      if (batch.length >= MAX_OBSERVATIONS) await flush();
    }
  };

  let failure: unknown = null;
  try {
    for await (const page of collector.list(ctx)) await take(page);
  } catch (error) {
    failure = error;
  }
  if (sink.abandoned()) return null;
  await flush();
  failure = ctx.signal.aborted && failure !== null ? ctx.signal.reason : (failure ?? unusable);
  const error = failure === null ? null : scopeError(failure);
  const status = error === null ? 'complete' : statusOf(error, seen.size);
  return {
    status,
    startedAt,
    finishedAt: ctx.now(),
    seenIds: status === 'complete' ? [...seen] : [],
    resources: seen.size,
    gaps: [...gaps.values()],
    error,
  };
}

function observe(
  collector: AnyCollector,
  raw: unknown,
  ctx: CollectContext,
  times: Pick<Observation, 'observedAt' | 'answeredAt'>,
): Observation {
  const resource = collector.normalize(raw, ctx);
  if (resource.id === '') throw new Error(`AWS listed an item of ${collector.type} without an identifier.`);
  return { resource, ...hashResource(resource), ...times };
}
