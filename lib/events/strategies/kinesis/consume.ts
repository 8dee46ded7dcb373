import { setImmediate as breathe, setTimeout as delay } from 'node:timers/promises';
import { noDrops } from '@/lib/events/decode/drops';
import { decodeStreamRecord } from '@/lib/events/decode/stream-record';
import type { Batch, Delivery, ShardRun, StrategyContext } from '@/lib/events/strategies/types';
import { CLOCKS_MS, type Place, readCheckpoint } from './checkpoint';
import { type Answer, ShardReader } from './reader';
import { startAt } from './start';

/** An idle shard shows that it lives this often. */
const LIFE_MS = 15_000;
/** A batch ends with the record that reaches one of these. */
const EVENTS = 2_000;
const BYTES = 4 * 1024 * 1024;
/** The event loop has leases to renew: decoding lets it this often. */
const STRETCH_MS = 20;

/**
 * Batches of one shard in the order of its records, until the signal aborts or the shard, closed by resharding, ends. The next
 * records are fetched while the last are being committed. Throws the SDK's errors.
 */
export async function* consumeStream(
  ctx: StrategyContext,
  { config, shard, checkpoint }: ShardRun<'kinesis'>,
): AsyncGenerator<Batch> {
  const ending = new AbortController();
  const signal = AbortSignal.any([ctx.signal, ending.signal]);
  let place = readCheckpoint(checkpoint);
  let lagMs: number | null = null;
  const batch = (deliveries: Delivery[], finished = false) => batchOf(deliveries, place, finished, lagMs);
  try {
    if ('latest' in place) {
      // Kept before anything is read: whoever comes next must not begin later than this.
      place = { at: ctx.now() };
      yield batch([]);
    }
    const at = { ctx: { ...ctx, signal }, config, shard };
    const start = await startAt(at, place);
    const gap = start.lost === null ? [] : [gapOf(shard, place, start.lost)];
    place = start.place;
    if (start.iterator === null) {
      yield batch(gap, true);
      return;
    }
    if (gap.length > 0) yield batch(gap);
    const reader = new ShardReader(at, start.iterator, place);
    let coming = ahead(reader, signal);
    let shownAt = performance.now();
    while (!signal.aborted) {
      const answer = await within(coming, shownAt + LIFE_MS - performance.now(), signal);
      if (answer === null) {
        shownAt = performance.now();
        yield batch([]);
        continue;
      }
      if (!answer.ended) coming = ahead(reader, signal);
      const caughtUp = lagMs !== 0 && answer.behindMs === 0;
      lagMs = answer.behindMs;
      for await (const part of partsOf(answer)) {
        place = part.last ? reached(place, answer, part.sequence) : behind(place, part.sequence);
        if (part.deliveries.length === 0 && !answer.ended && !caughtUp) continue;
        shownAt = performance.now();
        yield batch(part.deliveries, part.last && answer.ended);
      }
      if (answer.ended) return;
    }
  } catch (error) {
    if (!ctx.signal.aborted) throw error;
  } finally {
    ending.abort();
  }
}

function ahead(reader: ShardReader, signal: AbortSignal): Promise<Answer> {
  const coming = reader.next(signal);
  coming.catch(() => {});
  return coming;
}

/** null: it took longer. */
async function within<T>(coming: Promise<T>, ms: number, signal: AbortSignal): Promise<T | null> {
  const timer = new AbortController();
  const late = delay(Math.max(0, ms), null, { signal: AbortSignal.any([signal, timer.signal]) });
  late.catch(() => {});
  try {
    return await Promise.race([coming, late]);
  } finally {
    timer.abort();
  }
}

type Part = { deliveries: Delivery[]; sequence: string | null; last: boolean };

/** An answer has up to 10 MB, and gzip makes that a hundred: it is decoded and committed in parts. The last may be empty. */
async function* partsOf({ records }: Answer): AsyncGenerator<Part> {
  let part: Part = { deliveries: [], sequence: null, last: false };
  let [events, bytes, since] = [0, 0, performance.now()];
  for (const [n, { Data, SequenceNumber = '' }] of records.entries()) {
    if (performance.now() - since > STRETCH_MS) {
      await breathe();
      since = performance.now();
    }
    const delivery = decodeStreamRecord(Data ?? new Uint8Array(), SequenceNumber);
    if (!isNothing(delivery)) part.deliveries.push(delivery);
    part.sequence = SequenceNumber;
    events += delivery.records.length;
    bytes += Data?.length ?? 0;
    if (n < records.length - 1 && (events >= EVENTS || bytes >= BYTES)) {
      yield part;
      part = { deliveries: [], sequence: null, last: false };
      [events, bytes] = [0, 0];
    }
  }
  yield { ...part, last: true };
}

/** A control message of CloudWatch Logs. */
const isNothing = ({ records, poison, dropped }: Delivery) =>
  records.length === 0 && poison.length === 0 && Object.values(dropped).every((count) => count === 0);

/** After all of an answer: what had arrived when it was asked for, as far as the shard is not behind, has been read. */
function reached(place: Place, { askedAt, behindMs }: Answer, sequence: string | null): Place {
  const at = askedAt - behindMs;
  if (sequence !== null) return { sequence, at };
  if ('sequence' in place) return { ...place, at: Math.max(place.at ?? 0, at) };
  // Without a record there is no sequence number yet; a moment before which all was read does as well.
  return behindMs === 0 ? { at: Math.max('at' in place ? place.at : 0, at - CLOCKS_MS) } : place;
}

const behind = (place: Place, sequence: string | null): Place => {
  if (sequence === null) return place;
  const until = 'at' in place ? place.at : undefined;
  return until === undefined ? { sequence } : { sequence, at: until };
};

function batchOf(deliveries: Delivery[], checkpoint: Place, finished: boolean, lagMs: number | null): Batch {
  return {
    deliveries,
    checkpoint,
    finished,
    lagMs,
    // A stream keeps no place for its readers: the checkpoint is it.
    ack: async () => {},
    release: async () => {},
  };
}

/** What is lost is shown where one looks for what could not be read, and counted there. Scans catch up on it. */
function gapOf(shard: string, place: Place, lost: string): Delivery {
  const id = `${shard} behind ${'sequence' in place ? place.sequence : JSON.stringify(place)}`;
  const message = `${lost} The events of that time are lost; the next scan sees their changes, without their authors.`;
  const poison = { deliveryId: id, reason: 'object_missing' as const, message, payload: null, bytes: 0 };
  return { id, records: [], dropped: noDrops(), poison: [poison] };
}
