import {
  type EventKey,
  insertEvents,
  type OutcomeRow,
  type TouchRow,
  writeOutcomes,
  writeTouches,
} from '@/lib/db/bulk/events';
import { notifyChange } from '@/lib/db/changes';
import type { Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { type EventBatch, MAX_EVENTS, type ShardFence, type SubmittedEvents } from '@/lib/sensor/event-port';
import { refText } from '@/lib/sensor/events/read-targets';
import type { ServiceContext } from '../context';
import { countEvents } from './counts';
import { eventRow } from './event-row';
import { keepForeign, keepLogFiles, keepShardPlace } from './keep';
import { outcomeOf } from './outcome';
import { quarantine } from './quarantine';
import { type RelistRow, scheduleRelists, untoldText, watchedUntold } from './relist-rows';
import { type RereadRow, scheduleRereads } from './reread-rows';
import { dayOf, ensureEventDays } from './retention';
import { type ReadTarget, settleReads, TOUCH_PENDING, type Touch } from './settle-reads';
import { shardFenced } from './shard-fence';
import { outcomesOf, type Place, placeText, takeWaiting, touchOf } from './waiting';

const TIMEOUT_MS = 60_000;

/**
 * A batch of a shard, in one transaction: the log's rows, what they changed with its authors, reads to be made again,
 * counts, quarantine, and the shard's place. So each event has its effect exactly once, however often it is delivered;
 * the message is acknowledged after this.
 */
export async function submitEvents(
  deps: Pick<ServiceContext, 'db'>,
  fence: ShardFence,
  batch: EventBatch,
): Promise<SubmittedEvents> {
  if (batch.events.length > MAX_EVENTS)
    throw new AppError('payload_too_large', `At most ${MAX_EVENTS} events at once.`);
  await ensureEventDays(
    deps.db,
    batch.events.map(({ record }) => dayOf(record.eventTimeMs)),
  );
  return shardFenced(
    deps.db,
    fence,
    async (tx) => {
      const { workspaceId } = fence;
      const untold = await watchedUntold(tx, workspaceId, batch);
      const rows = batch.events.map(({ record, receivedAt }, n) =>
        eventRow(record, receivedAt, untoldText(untold.get(n) ?? [])),
      );
      const fresh = await insertEvents(tx, fence, rows);
      const keys: EventKey[] = rows.map(({ day, accountId, eventId }) => ({ day, accountId, eventId }));
      const { targets, waited } = await withWaiting(tx, fence, targetsOf(batch, keys, fresh));
      const settled = await settleTargets(tx, fence, targets);
      const outcomes: OutcomeRow[] = batch.unmapped.flatMap(({ event, outcome }) => {
        const key = keys[event];
        return key && fresh.has(event) ? [{ ...key, outcome, reason: null }] : [];
      });
      outcomes.push(...settled.outcomes.filter((one) => !waited.has(keyText(one))));
      outcomes.push(...(await outcomesOf(tx, workspaceId, [...waited.values()])));
      const latencies = await writeOutcomes(tx, workspaceId, outcomes);
      await scheduleRelists(tx, fence, [
        ...[...untold].flatMap(([event, scopes]) => {
          const key = keys[event];
          return key && fresh.has(event) ? scopes.map((scope) => ({ ...scope, waiting: [key] })) : [];
        }),
        ...unreadableScopes(settled.touched),
      ]);
      const quarantined = await quarantine(tx, fence, batch.poison);
      const foreign = await keepForeign(tx, fence, batch.foreign);
      const result = tally(outcomes);
      await countEvents(tx, fence, {
        ...batch.counts,
        foreign,
        kept: fresh.size,
        applied: result.applied,
        quarantined,
        latencies,
      });
      await keepLogFiles(tx, fence, batch.files);
      await keepShardPlace(tx, fence, batch, latestOf(batch));
      if (fresh.size > 0) await notifyChange(tx, `events:${workspaceId}`);
      return result;
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

/** Reads for events that are new; one whose events all had their effect elsewhere meanwhile is left out. */
function targetsOf(batch: EventBatch, keys: readonly EventKey[], fresh: ReadonlySet<number>): ReadTarget[] {
  const positions = new Map<number, number>();
  return batch.reads.flatMap(({ touches, ...read }) => {
    const waiting = touches.flatMap(({ event, effect }): Touch[] => {
      const key = keys[event];
      const time = batch.events[event]?.record.eventTimeMs;
      if (!key || time === undefined || !fresh.has(event)) return [];
      const position = positions.get(event) ?? 0;
      positions.set(event, position + 1);
      return [{ key, position, effect, time }];
    });
    return waiting.length > 0 ? [{ ...read, touches: waiting, attempts: 0 }] : [];
  });
}

/**
 * What waits for a read of the same resource has it with this one, and all of its events say together what to expect: that
 * something is not found needs no waiting once it is known to be deleted. `waited`: those events, by their key.
 */
async function withWaiting(
  tx: Transaction,
  fence: ShardFence,
  targets: readonly ReadTarget[],
): Promise<{ targets: ReadTarget[]; waited: ReadonlyMap<string, EventKey> }> {
  const placed = targets.map((target) => ({ target, place: placeOf(target) }));
  const rows = await takeWaiting(
    tx,
    fence,
    placed.map(({ place }) => place),
  );
  const touchesOf = new Map(rows.map(({ waiting, ...row }) => [placeText(row), waiting.map(touchOf)]));
  const joined = placed.map(({ target, place }) => ({
    ...target,
    touches: [...(touchesOf.get(placeText(place)) ?? []), ...target.touches],
  }));
  const waited = [...touchesOf.values()].flat().map(({ key }) => [keyText(key), key] as const);
  return { targets: joined, waited: new Map(waited) };
}

const placeOf = ({ accountId, region, type, ref }: ReadTarget): Place => ({
  accountId,
  region,
  type,
  key: refText(ref),
});

/** Settles reads, writes what became of each touch, schedules those to be made again; answers the events' outcomes. */
export async function settleTargets(
  tx: Transaction,
  at: { workspaceId: string; sourceId: string },
  targets: readonly ReadTarget[],
): Promise<{ outcomes: OutcomeRow[]; touched: TouchRow[] }> {
  const results = await settleReads(tx, at.workspaceId, targets);
  const touched: TouchRow[] = [];
  const again: RereadRow[] = [];
  const byEvent = new Map<string, { key: EventKey; touches: { result: string; reason: string | null }[] }>();
  for (const [n, target] of targets.entries()) {
    const { accountId, region, type, ref, attempts } = target;
    const result = results[n];
    const waiting: Touch[] = [];
    for (const [t, touch] of target.touches.entries()) {
      const became = result?.touches[t] ?? { result: 'unknown', resourceUid: null, version: null, reason: null };
      const { reason, ...row } = became;
      touched.push({ ...touch.key, position: touch.position, type, region, ref, effect: touch.effect, ...row });
      if (became.result === TOUCH_PENDING) waiting.push(touch);
      const name = keyText(touch.key);
      const event = byEvent.get(name) ?? { key: touch.key, touches: [] };
      event.touches.push({ result: became.result, reason });
      byEvent.set(name, event);
    }
    if (result?.again && waiting.length > 0) {
      again.push({ accountId, region, type, ref, again: result.again, attempts: attempts + 1, waiting });
    }
  }
  await writeTouches(tx, at.workspaceId, touched);
  await scheduleRereads(tx, at, again);
  const outcomes = [...byEvent.values()].map(({ key, touches }) => ({ ...key, ...outcomeOf(touches) }));
  return { outcomes, touched };
}

/** What AWS would not show one by one, a list may. */
export const unreadableScopes = (touched: readonly TouchRow[]): RelistRow[] =>
  touched.flatMap(({ result, accountId, region, type, day, eventId }) =>
    result === 'unreadable' ? [{ accountId, region, type, waiting: [{ day, accountId, eventId }] }] : [],
  );

export const keyText = ({ day, accountId, eventId }: EventKey): string => `${day}/${accountId}/${eventId}`;

export function tally(outcomes: readonly { outcome: string }[]): SubmittedEvents {
  const of = (wanted: string) => outcomes.filter(({ outcome }) => outcome === wanted).length;
  return { applied: of('applied'), unchanged: of('unchanged'), pending: of('pending') };
}

function latestOf({ events }: EventBatch): number | null {
  return events.reduce<number | null>((latest, { record }) => Math.max(latest ?? 0, record.eventTimeMs), null);
}
