import type { DropCounts, Poison } from '@/lib/events/strategies/types';
import { DecodeFault, poisonOf } from './fault';
import { shapeOf } from './json-shape';
import type { DecodeLimits } from './limits';
import type { Sifted } from './sift';

/**
 * What is left of a list of records: the JSON texts of those that may matter, one behind the other in `json`, text `n` from
 * `ends[n - 1]` to `ends[n]`. Plain bytes, so that it passes between threads without being copied.
 */
export type RecordTexts = { json: Uint8Array<ArrayBuffer>; ends: Uint32Array<ArrayBuffer> };

export type SiftedList = RecordTexts & {
  dropped: DropCounts;
  poison: Poison[];
  /** Whether every record was parsed already; else a text that fails to parse asks for that. */
  whole: boolean;
};

/** Copies the kept ones out of the file's content, so that the content can go. Those too large or too deep are poison. */
export function takeKept(bytes: Buffer, sifted: Sifted, deliveryId: string, limits: DecodeLimits): SiftedList {
  const poison: Poison[] = [];
  let values = 0;
  const kept = sifted.kept.filter(([start, end]) => {
    const text = bytes.subarray(start, end);
    const found = measureRecord(text, limits);
    if (typeof found === 'number') values += found;
    else poison.push(poisonOf(deliveryId, found, text, text.length));
    return typeof found === 'number';
  });
  mustHold(values, limits);
  const json = new Uint8Array(kept.reduce((sum, [start, end]) => sum + end - start, 0));
  const ends = new Uint32Array(kept.length);
  let at = 0;
  for (const [n, [start, end]] of kept.entries()) {
    json.set(bytes.subarray(start, end), at);
    at += end - start;
    ends[n] = at;
  }
  const dropped = { readOnly: sifted.readOnly, failed: 0, other: sifted.other };
  return { json, ends, dropped, poison, whole: false };
}

/** What is wrong with a record's text before anything is parsed. */
export function recordFaultOf(json: Uint8Array, limits: DecodeLimits): DecodeFault | null {
  const found = measureRecord(json, limits);
  return typeof found === 'number' ? null : found;
}

/** The number of values in a record's text, or what is wrong with it. */
export function measureRecord(json: Uint8Array, limits: DecodeLimits): number | DecodeFault {
  if (json.length > limits.recordBytes) {
    return new DecodeFault('field_too_large', `A record of ${json.length} bytes; CloudTrail's have at most 1 MB.`);
  }
  const { depth, values } = shapeOf(json);
  if (depth > limits.depth)
    return new DecodeFault('bad_record', `A record that nests deeper than ${limits.depth} levels.`);
  if (values > limits.recordValues)
    return new DecodeFault('bad_record', `A record of more than ${limits.recordValues} values.`);
  return values;
}

/** Throws where parsing a text in one piece would take too much memory. */
export function mustBeParsable(json: Uint8Array, limits: DecodeLimits): void {
  if (json.length > limits.wholeBytes) {
    throw new DecodeFault('too_large', `${json.length} bytes of JSON that CloudTrail does not write like this.`);
  }
  mustHold(shapeOf(json).values, limits);
}

export function mustHold(values: number, limits: DecodeLimits): void {
  if (values > limits.values) throw new DecodeFault('too_large', `More than ${limits.values} values to parse.`);
}
