import type { DropCounts, Poison } from '@/lib/events/strategies/types';
import { DecodeFault, poisonOf } from './fault';
import { isSmall, SHORT_BYTES, shapeOf } from './json-shape';
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
  const kept = sifted.kept.filter(([start, end]) => {
    if (end - start <= SHORT_BYTES) return true;
    const text = bytes.subarray(start, end);
    const fault = recordFaultOf(text, limits);
    if (fault) poison.push(poisonOf(deliveryId, fault, text, text.length));
    return fault === null;
  });
  // Of memory of its own, which can be handed over, and not cleared, because all of it is written.
  const json = Buffer.allocUnsafeSlow(kept.reduce((sum, [start, end]) => sum + end - start, 0));
  const ends = new Uint32Array(kept.length);
  let at = 0;
  for (const [n, [start, end]] of kept.entries()) {
    at += bytes.copy(json, at, start, end);
    ends[n] = at;
  }
  mustHold(json, limits);
  const dropped = { readOnly: sifted.readOnly, failed: 0, other: sifted.other };
  return { json, ends, dropped, poison, whole: false };
}

/** Frees memory at once: garbage of this kind would be collected after many files only. Small pieces share a buffer. */
export function free(bytes: Uint8Array): void {
  if (bytes.length >= 64 * 1024 && bytes.buffer instanceof ArrayBuffer) bytes.buffer.transfer(0);
}

/** What is wrong with a record's text before anything is parsed. */
export function recordFaultOf(json: Uint8Array, limits: DecodeLimits): DecodeFault | null {
  if (json.length > limits.recordBytes) {
    return new DecodeFault('field_too_large', `A record of ${json.length} bytes; CloudTrail's have at most 1 MB.`);
  }
  if (isSmall(json, limits.depth, limits.recordValues)) return null;
  const { depth, values } = shapeOf(json);
  if (depth > limits.depth)
    return new DecodeFault('bad_record', `A record that nests deeper than ${limits.depth} levels.`);
  if (values <= limits.recordValues) return null;
  return new DecodeFault('bad_record', `A record of more than ${limits.recordValues} values.`);
}

/** Throws where parsing a text in one piece would take too much memory. */
export function mustBeParsable(json: Uint8Array, limits: DecodeLimits): void {
  if (json.length > limits.wholeBytes) {
    throw new DecodeFault('too_large', `${json.length} bytes of JSON that CloudTrail does not write like this.`);
  }
  mustHold(json, limits);
}

function mustHold(json: Uint8Array, limits: DecodeLimits): void {
  if (json.length / 2 <= limits.values || shapeOf(json).values <= limits.values) return;
  throw new DecodeFault('too_large', `More than ${limits.values} values to parse.`);
}
