import type { ResourceRef, ScopeKey } from '@/lib/collectors/types';
import { attachCauses } from '@/lib/db/bulk/event-causes';
import type { EventKey } from '@/lib/db/bulk/events';
import { evict, type Gone } from '@/lib/db/bulk/evict';
import { overlapping } from '@/lib/db/bulk/overlapping';
import type { Settled } from '@/lib/db/bulk/types';
import type { Transaction } from '@/lib/db/transaction';
import type { ReadResult } from '@/lib/sensor/event-port';
import { settleObservations } from '../sensor/settle-observations';
import { scopeOwners } from './prepare';

/** One event's touch of a resource; `time`: epoch ms. */
export type Touch = { key: EventKey; position: number; effect: 'upsert' | 'delete'; time: number };

/** A resource as read for all touches that wait for it. `attempts`: reads made before this one. */
export type ReadTarget = ScopeKey & {
  ref: ResourceRef;
  touches: readonly Touch[];
  result: ReadResult;
  attempts: number;
};

export const TOUCH_PENDING = 'pending';
/** What became of a touch; `pending` means that the read is made again (`again`). */
export type TouchResult = { result: string; resourceUid: string | null; version: number | null; reason: string | null };
export type Again = { expect: 'present' | 'gone' | 'changed'; inSeconds: number };
export type TargetResult = { touches: TouchResult[]; again: Again | null };

/** AWS's reads lag behind its events by seconds; past this a read that contradicts an event is believed. */
const BELIEVED_AFTER_MS = 120_000;
/** An update that shows nothing is looked for once more, unless the read came long after it. */
const CONFIRM_WITHIN_MS = 30_000;
const CONFIRM_AFTER_S = 5;
/** Where a read stands for several events, it says nothing of one that is younger: its second, and the wait. */
const CONFIRMED_AFTER_MS = 6_000;
/** Waits before each further read of what contradicts; after the last, AWS's answer stands. */
const AGAIN_AFTER_S = [2, 5, 15, 45] as const;
/** Reads that overlapped are apart by then. */
const OVERLAP_AFTER_S = 1;

/**
 * Makes the inventory what the reads say, gives the versions their authors, and says what became of each touch. What
 * contradicts its events (created but not found, deleted but still there) changes nothing yet and is read again.
 */
export async function settleReads(
  tx: Transaction,
  workspaceId: string,
  targets: readonly ReadTarget[],
): Promise<TargetResult[]> {
  const plans = await withoutOverlaps(tx, workspaceId, targets, targets.map(plan));
  const standing = await settleFound(tx, workspaceId, targets, plans);
  const evicted = await evictGone(tx, workspaceId, targets, plans);
  const concerned = targets.map((_, n) => [...(standing.get(n) ?? []), ...(evicted.get(n) ?? [])]);
  const pairs = targets.flatMap((target, n) =>
    (plans[n] === 'overlap' ? [] : (concerned[n] ?? [])).flatMap(({ uid }) =>
      target.touches.map((touch, t) => ({ n, t, uid, time: touch.time, ...touch.key })),
    ),
  );
  const versions = await attachCauses(
    tx,
    workspaceId,
    pairs.map(({ uid, time, day, accountId, eventId }) => ({ uid, time, day, accountId, eventId })),
  );
  const attached = new Map<string, { uid: string; version: number }>();
  for (const [index, { n, t, uid }] of pairs.entries()) {
    const version = versions[index];
    if (version !== null && version !== undefined) attached.set(`${n}/${t}`, { uid, version });
  }
  return targets.map((target, n) => {
    const known = concerned[n] ?? [];
    return resultOf(target, plans[n] ?? 'wait', known, (t) => attached.get(`${n}/${t}`));
  });
}

/** `overlap`: another read was under way at the same time, so that neither is known to be the later: it is read again. */
type Plan = 'settle' | 'evict' | 'wait' | 'overlap' | 'none';
type Standing = { uid: string; kind: string };

const expectation = ({ touches }: ReadTarget) =>
  touches.reduce<Touch | null>((latest, touch) => {
    if (latest === null || touch.time > latest.time) return touch;
    // Deleted and made anew in one second: what is made is what stays.
    return touch.time === latest.time && touch.effect === 'upsert' ? touch : latest;
  }, null);

function plan(target: ReadTarget): Plan {
  const { result, attempts } = target;
  const latest = expectation(target);
  if (result.kind !== 'found' && result.kind !== 'missing')
    return result.kind === 'failed' && result.retry ? 'wait' : 'none';
  const readAt = timesOf(result).observedAt;
  const fits = (latest?.effect === 'delete') === (result.kind === 'missing');
  const believed = fits || attempts >= AGAIN_AFTER_S.length || readAt - (latest?.time ?? 0) > BELIEVED_AFTER_MS;
  if (!believed) return 'wait';
  return result.kind === 'found' ? 'settle' : 'evict';
}

async function withoutOverlaps(
  tx: Transaction,
  workspaceId: string,
  targets: readonly ReadTarget[],
  plans: Plan[],
): Promise<Plan[]> {
  const shown = targets.flatMap(({ accountId, region, type, result, attempts }, n) => {
    if (plans[n] !== 'settle' || result.kind !== 'found' || attempts >= AGAIN_AFTER_S.length) return [];
    const { resource, contentHash, observedAt } = result.observation;
    return [{ n, read: { accountId, region, type, id: resource.id, contentHash, observedAt } }];
  });
  const overlaps = await overlapping(
    tx,
    workspaceId,
    shown.map(({ read }) => read),
  );
  const concerned = new Set([...overlaps].map((index) => shown[index]?.n));
  return plans.map((one, n) => (concerned.has(n) ? 'overlap' : one));
}

/** Settles what was found, a scope at a time. */
async function settleFound(
  tx: Transaction,
  workspaceId: string,
  targets: readonly ReadTarget[],
  plans: readonly Plan[],
): Promise<ReadonlyMap<number, Standing[]>> {
  const standing = new Map<number, Standing[]>();
  const found = targets.flatMap(({ result, ...target }, n) =>
    plans[n] === 'settle' && result.kind === 'found'
      ? [{ n, target, observation: result.observation, answeredAt: result.answeredAt }]
      : [],
  );
  // In one order, so that two shards that touch the same resources never wait for each other in a circle.
  const groups = [...Map.groupBy(found, ({ target }) => `${target.accountId}/${target.region}/${target.type}`)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => group);
  const scopes = groups.map(([first]) => scopeOf(first?.target));
  const owners = await scopeOwners(tx, workspaceId, scopes);
  for (const [index, group] of groups.entries()) {
    const scope = scopes[index];
    const owner = owners[index];
    if (!scope || !owner) continue;
    const settled = await settleObservations(
      tx,
      { workspaceId, ...scope, integrationId: owner.integrationId },
      group.map(({ observation }) => observation),
      { kind: 'event', scanId: null, detail: {}, at: null, until: Math.max(...group.map((one) => one.answeredAt)) },
    );
    const byId = new Map<string, Settled>(settled.map((one) => [one.id, one]));
    for (const { n, observation } of group) {
      const one = byId.get(observation.resource.id);
      if (one) standing.set(n, [{ uid: one.uid, kind: one.kind }]);
    }
  }
  return standing;
}

const scopeOf = (target: ScopeKey | undefined): ScopeKey => ({
  accountId: target?.accountId ?? '',
  region: target?.region ?? '',
  type: target?.type ?? '',
});

/** Evicts what is not there any more, and what made room for something new of the same name; what overlaps is planned so. */
async function evictGone(
  tx: Transaction,
  workspaceId: string,
  targets: readonly ReadTarget[],
  plans: Plan[],
): Promise<ReadonlyMap<number, Standing[]>> {
  const gone = targets.flatMap((target, n): { n: number; gone: Gone }[] => {
    const { ref, result, accountId, region, type } = target;
    const named = { accountId, region, type, id: ref.id ?? null, arn: ref.arn ?? null, name: ref.name ?? null };
    if (plans[n] === 'evict' && result.kind === 'missing') {
      return [{ n, gone: { ...named, butId: null, ...timesOf(result) } }];
    }
    const replaces = target.touches.some(({ effect }) => effect === 'delete') && ref.id === undefined;
    if (plans[n] !== 'settle' || result.kind !== 'found' || !replaces) return [];
    return [{ n, gone: { ...named, butId: result.observation.resource.id, ...timesOf(result) } }];
  });
  const rows = await evict(
    tx,
    workspaceId,
    gone.map(({ gone: one }) => one),
  );
  const standing = new Map<number, Standing[]>();
  for (const { n: position, uid, was } of rows) {
    const n = gone[position]?.n;
    if (n === undefined) continue;
    standing.set(n, [...(standing.get(n) ?? []), { uid, kind: was }]);
    if (was === 'overlapping' && (targets[n]?.attempts ?? 0) < AGAIN_AFTER_S.length) plans[n] = 'overlap';
  }
  return standing;
}

const timesOf = (result: Extract<ReadResult, { kind: 'found' | 'missing' }>) => ({
  observedAt: result.kind === 'found' ? result.observation.observedAt : result.observedAt,
  answeredAt: result.answeredAt,
});

type Attached = { uid: string; version: number } | undefined;

function resultOf(
  target: ReadTarget,
  plan: Plan,
  known: readonly Standing[],
  attachedTo: (t: number) => Attached,
): TargetResult {
  const { result, attempts, touches } = target;
  const all = (text: string, reason: string | null = null) =>
    touches.map(() => ({ result: text, resourceUid: known[0]?.uid ?? null, version: null, reason }));
  const wait = AGAIN_AFTER_S[attempts];
  const expect = expectation(target)?.effect === 'delete' ? 'gone' : 'present';
  if (plan === 'overlap') {
    const pending = all(TOUCH_PENDING, 'Another read of it was under way at the same time.');
    return { touches: pending, again: { expect, inSeconds: OVERLAP_AFTER_S } };
  }
  if (plan === 'wait' && wait !== undefined) {
    return { touches: all(TOUCH_PENDING, contradiction(result)), again: { expect, inSeconds: wait } };
  }
  if (result.kind === 'failed')
    return { touches: all('unreadable', `${result.error.code}: ${result.error.message}`), again: null };
  if (result.kind === 'notWatched') return { touches: all('notWatched'), again: null };
  if (result.kind === 'elsewhere') return { touches: all('elsewhere'), again: null };
  const shown = touches.map((_, t) => touchResult(attachedTo(t), known));
  if (plan === 'settle' && result.kind === 'found' && attempts < AGAIN_AFTER_S.length) {
    const { observedAt } = result.observation;
    const within = attempts === 0 ? CONFIRM_WITHIN_MS : CONFIRMED_AFTER_MS;
    const open = shown.map(({ version }, t) => version === null && observedAt - (touches[t]?.time ?? 0) < within);
    if (open.includes(true)) {
      const pending = shown.map((one, t) =>
        open[t] ? { ...one, result: TOUCH_PENDING, reason: 'AWS’s read does not show the change yet.' } : one,
      );
      return { touches: pending, again: { expect: 'changed', inSeconds: CONFIRM_AFTER_S } };
    }
  }
  return { touches: shown, again: null };
}

/** `created`, `changed`, … where this read made the version; `attributed` where an earlier observation had. */
function touchResult(attached: Attached, known: readonly Standing[]): TouchResult {
  const [first] = known;
  if (!attached)
    return { result: first ? 'unchanged' : 'unknown', resourceUid: first?.uid ?? null, version: null, reason: null };
  const kind = known.find(({ uid }) => uid === attached.uid)?.kind ?? '';
  const made = kind === 'created' || kind === 'changed' || kind === 'recreated' || kind === 'deleted';
  return { result: made ? kind : 'attributed', resourceUid: attached.uid, version: attached.version, reason: null };
}

function contradiction(result: ReadResult): string {
  if (result.kind === 'failed') return `${result.error.code}: ${result.error.message}`;
  return result.kind === 'found' ? 'AWS still answers for it.' : 'AWS does not find it yet.';
}
