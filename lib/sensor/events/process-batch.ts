import type { AnyCollector, ScopeKey } from '@/lib/collectors/types';
import { mapEvent } from '@/lib/events/map';
import type { TrailRecord } from '@/lib/events/record';
import type { Batch, Delivery } from '@/lib/events/strategies/types';
import type { EventBatch, Prepared, TargetRead, UnmappedEvent } from '../event-port';
import { refText, type ToRead } from './read-targets';

export type BatchDependencies = {
  collectors: readonly AnyCollector[];
  accounts: ReadonlySet<string>;
  retentionDays: number;
  /** Epoch ms, database clock. */
  now(): number;
  prepare(events: readonly TrailRecord[], scopes: readonly ScopeKey[]): Promise<Prepared>;
  read(targets: readonly ToRead[]): Promise<TargetRead['result'][]>;
};

const DAY_MS = 86_400_000;
/** A record from the future is AWS's clock, or somebody's joke; the log has no place beyond tomorrow. */
const AHEAD_MS = DAY_MS;

type Sifted = {
  kept: TrailRecord[];
  counts: EventBatch['counts'];
  foreign: Record<string, number>;
};

/**
 * What a batch of deliveries comes to: records are sifted (accounts, age, duplicates), mapped to resources, coalesced so
 * that each resource is read once, and read. What is submitted says for each event what it touched.
 */
export async function processBatch(
  deps: BatchDependencies,
  deliveries: readonly Delivery[],
  place: Pick<Batch, 'checkpoint' | 'finished' | 'lagMs'>,
): Promise<EventBatch> {
  const receivedAt = deps.now();
  const { kept, counts, foreign } = sift(deps, deliveries, receivedAt);
  const mapped = kept.map((record) => ({ record, ...mapEvent(record, deps.collectors) }));
  const coalesced = coalesce(mapped);
  const { known, owners } = await deps.prepare(kept, coalesced.scopes);
  // Positions of what is new, in the batch that is submitted.
  const position = new Map<number, number>();
  for (const [n] of kept.entries()) if (known[n] !== true) position.set(n, position.size);
  const ownerOf = new Map(coalesced.scopes.map((scope, n) => [scopeText(scope), owners[n] ?? null]));
  const targets = [...coalesced.targets.values()].flatMap(({ touches, ...target }) => {
    const fresh = touches.flatMap(({ event, effect }) => {
      const at = position.get(event);
      return at === undefined ? [] : [{ event: at, effect }];
    });
    return fresh.length > 0 ? [{ ...target, owner: ownerOf.get(scopeText(target)) ?? null, touches: fresh }] : [];
  });
  const results = await deps.read(targets);
  const unmapped = mapped.flatMap(({ reason, targets: of }, n): UnmappedEvent[] => {
    const event = position.get(n);
    return event === undefined || of.length > 0 ? [] : [{ event, outcome: reason ?? 'noReference' }];
  });
  return {
    events: kept.flatMap((record, n) => (position.has(n) ? [{ record, receivedAt }] : [])),
    reads: targets.map(({ owner: _owner, ...target }, n) => ({
      ...target,
      result: results[n] ?? { kind: 'elsewhere' },
    })),
    unmapped,
    untold: mapped.flatMap(({ untold }, n) => {
      const event = position.get(n);
      return event === undefined ? [] : untold.map((scope) => ({ event, ...scope }));
    }),
    counts: { ...counts, duplicate: counts.duplicate + (kept.length - position.size) },
    foreign,
    poison: deliveries.flatMap(({ poison }) => poison),
    files: deliveries.flatMap(({ file }) => (file ? [file] : [])),
    ...place,
  };
}

/** Drops what is of no account of ours, too old to be kept, or in this batch already; all of it is counted. */
function sift({ accounts, retentionDays }: BatchDependencies, deliveries: readonly Delivery[], now: number): Sifted {
  const counts = { readOnly: 0, failed: 0, other: 0, received: 0, duplicate: 0, tooOld: 0 };
  const foreign: Record<string, number> = {};
  const kept = new Map<string, TrailRecord>();
  for (const { records, dropped } of deliveries) {
    counts.readOnly += dropped.readOnly;
    counts.failed += dropped.failed;
    counts.other += dropped.other;
    counts.received += records.length + dropped.readOnly + dropped.failed + dropped.other;
    for (const record of records) {
      const { recipientAccountId: account, eventTimeMs } = record;
      const key = `${account}/${record.eventID}`;
      if (!accounts.has(account)) foreign[account] = (foreign[account] ?? 0) + 1;
      else if (eventTimeMs < startOfDay(now - retentionDays * DAY_MS) || eventTimeMs > now + AHEAD_MS)
        counts.tooOld += 1;
      else if (kept.has(key)) counts.duplicate += 1;
      else kept.set(key, record);
    }
  }
  return { kept: [...kept.values()], counts, foreign };
}

const startOfDay = (ms: number) => ms - (ms % DAY_MS);

type Coalesced = Omit<ToRead, 'owner'> & { touches: TargetRead['touches'] };

/** Each resource once, however many events touch it, the events in the order of their times. */
function coalesce(mapped: readonly { record: TrailRecord; targets: ReturnType<typeof mapEvent>['targets'] }[]) {
  const targets = new Map<string, Coalesced>();
  const scopes = new Map<string, ScopeKey>();
  const ordered = mapped
    .map((one, event) => ({ ...one, event }))
    .toSorted((a, b) => a.record.eventTimeMs - b.record.eventTimeMs);
  for (const { record, targets: of, event } of ordered) {
    for (const { type, region, ref, effect } of of) {
      const scope = { accountId: record.recipientAccountId, region, type };
      scopes.set(scopeText(scope), scope);
      const key = `${scopeText(scope)}/${refText(ref)}`;
      const target = targets.get(key) ?? { ...scope, ref, touches: [] };
      target.touches.push({ event, effect });
      targets.set(key, target);
    }
  }
  return { targets, scopes: [...scopes.values()] };
}

const scopeText = ({ accountId, region, type }: ScopeKey) => `${accountId}/${region}/${type}`;
