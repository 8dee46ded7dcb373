import { setImmediate as turn } from 'node:timers/promises';
import { dropReason } from '@/lib/events/drop';
import { parseRecord, recordFault, type TrailRecord } from '@/lib/events/record';
import type { DropCounts, Poison } from '@/lib/events/strategies/types';
import { countDrop } from './drops';
import { DecodeFault, poisonOf } from './fault';
import type { RecordTexts } from './sifted-list';

/** What is made of records one by one. */
export type Decoded = { records: TrailRecord[]; dropped: DropCounts; poison: Poison[] };

/**
 * Adds one parsed record: kept, counted as dropped, or poison. `text` is what a replay of it decodes; `plain` as in
 * `parseRecord`.
 */
export function addRecord(into: Decoded, value: unknown, deliveryId: string, text: () => Buffer, plain = false): void {
  const record = parseRecord(value, plain);
  if (record === null) {
    const fault = new DecodeFault('bad_record', `No record of CloudTrail's: ${recordFault(value)}.`);
    const json = text();
    into.poison.push(poisonOf(deliveryId, fault, json, json.length));
    return;
  }
  const reason = dropReason(record);
  if (reason === null) into.records.push(record);
  else countDrop(into.dropped, reason);
}

/** Bytes parsed between two turns of the event loop: about five milliseconds. */
const TURN_BYTES = 1024 * 1024;

/**
 * Parses texts of records, giving the event loop a turn now and then. False: one of them is not JSON, and nothing was
 * added.
 */
export async function addTexts(into: Decoded, { json, ends }: RecordTexts, deliveryId: string): Promise<boolean> {
  const bytes = Buffer.from(json.buffer, json.byteOffset, json.length);
  const found: Decoded = { records: [], dropped: { readOnly: 0, failed: 0, other: 0 }, poison: [] };
  for (let first = 0; first < ends.length; ) {
    const from = first === 0 ? 0 : (ends[first - 1] ?? 0);
    for (let start = from; first < ends.length && start - from < TURN_BYTES; first += 1) {
      const end = ends[first] ?? start;
      const at = start;
      const text = bytes.toString('utf8', start, end);
      const value = parsed(text);
      if (value === undefined) return false;
      addRecord(found, value, deliveryId, () => Buffer.from(bytes.subarray(at, end)), isPlain(text));
      start = end;
    }
    if (first < ends.length) await turn();
  }
  for (const record of found.records) into.records.push(record);
  into.poison.push(...found.poison);
  for (const key of ['readOnly', 'failed', 'other'] as const) into.dropped[key] += found.dropped[key];
  return true;
}

/** Whether a text of JSON, or one that has such texts in strings of it, can hold no NUL and no half of a pair (`plainTextOf`). */
export const isPlain = (text: string): boolean => !text.includes('\\u');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
