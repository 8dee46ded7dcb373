import { createHash } from 'node:crypto';
import { dropReason } from '@/lib/events/drop';
import { parseRecord, recordFault } from '@/lib/events/record';
import type { Poison } from '@/lib/events/strategies/types';
import { memberOf } from '@/lib/events/text';
import { countDrop, noDrops } from './drops';
import { DecodeFault, jsonOf, poisonOf } from './fault';
import { inflate } from './inflate';
import type { DecodeLimits } from './limits';
import { LOG_FILE, sift } from './sift';
import { free, mustBeParsable, recordFaultOf, type SiftedList, takeKept } from './sifted-list';

export type SiftedFile = SiftedList & { sha256: string; inflatedBytes: number };

/**
 * A CloudTrail log file (gzip of `{"Records":[…]}`) without the records that change nothing. A file is all or nothing:
 * a broken one throws a DecodeFault, and nothing of it is used. One bad record in a sound file is poison by itself.
 * `whole` parses every record, for files whose texts turned out not to be what they looked like.
 */
export function siftLogFile(
  compressed: Uint8Array,
  deliveryId: string,
  limits: DecodeLimits,
  how: { whole: boolean; digest: boolean } = { whole: false, digest: true },
): SiftedFile {
  const content = inflate(compressed, limits);
  const facts = {
    sha256: how.digest ? createHash('sha256').update(content).digest('hex') : '',
    inflatedBytes: content.length,
  };
  try {
    const sifted = how.whole ? null : sift(content, LOG_FILE, 0, limits);
    if (sifted !== null) return { ...takeKept(content, sifted, deliveryId, limits), ...facts };
    return { ...parseWhole(content, deliveryId, limits), ...facts };
  } finally {
    free(content);
  }
}

function parseWhole(content: Buffer, deliveryId: string, limits: DecodeLimits): SiftedList {
  mustBeParsable(content, limits);
  const records = memberOf(jsonOf(content.toString('utf8'), 'The content'), 'Records');
  if (!Array.isArray(records)) throw new DecodeFault('unknown_shape', 'The JSON has no list of Records.');
  if (records.length > limits.records) throw new DecodeFault('too_large', `More than ${limits.records} records.`);
  const dropped = noDrops();
  const poison: Poison[] = [];
  const texts: Buffer[] = [];
  for (const value of records) {
    const record = parseRecord(value);
    const reason = record && dropReason(record);
    if (reason) {
      countDrop(dropped, reason);
      continue;
    }
    const text = textOf(value);
    const fault =
      text === null
        ? new DecodeFault('bad_record', `A record that nests deeper than ${limits.depth} levels.`)
        : (recordFaultOf(text, limits) ??
          (record
            ? null
            : new DecodeFault('bad_record', `A record of which CloudTrail writes none: ${recordFault(value)}.`)));
    if (fault) poison.push(poisonOf(deliveryId, fault, text, text?.length ?? 0));
    else if (text) texts.push(text);
  }
  const json = new Uint8Array(Buffer.concat(texts));
  let end = 0;
  const ends = Uint32Array.from(texts, ({ length }) => (end += length));
  return { json, ends, dropped, poison, whole: true };
}

/** null: it nests so deep that the stack does not suffice. */
function textOf(value: unknown): Buffer | null {
  try {
    return Buffer.from(JSON.stringify(value));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
