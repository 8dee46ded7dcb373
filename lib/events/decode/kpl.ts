import { createHash, timingSafeEqual } from 'node:crypto';
import { DecodeFault } from './fault';

/** What the Kinesis Producer Library begins an aggregated record with (its aggregation-format.md). */
const MAGIC = Buffer.from('f3899ac2', 'hex');
const DIGEST_BYTES = 16;
const RECORDS_FIELD = 3;
const DATA_FIELD = 3;
const MOST_RECORDS = 10_000;

export function isAggregated(data: Uint8Array): boolean {
  return data.length > MAGIC.length + DIGEST_BYTES && MAGIC.equals(data.subarray(0, MAGIC.length));
}

/**
 * The user records in an aggregated one: protobuf behind the magic bytes, its MD5 at the end. Throws a DecodeFault where the
 * MD5 or the encoding does not hold.
 */
export function disaggregate(data: Uint8Array): Buffer[] {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
  const message = bytes.subarray(MAGIC.length, bytes.length - DIGEST_BYTES);
  const told = bytes.subarray(bytes.length - DIGEST_BYTES);
  if (!timingSafeEqual(createHash('md5').update(message).digest(), told)) {
    throw new DecodeFault(
      'bad_record',
      'An aggregated record of the Kinesis Producer Library whose MD5 does not hold.',
    );
  }
  const records = fieldsOf(message, RECORDS_FIELD);
  if (records.length > MOST_RECORDS)
    throw new DecodeFault('too_large', `More than ${MOST_RECORDS} aggregated records.`);
  return records.map((record) => fieldsOf(record, DATA_FIELD).at(-1) ?? Buffer.alloc(0));
}

/** The length-delimited values of one field, in order. */
function fieldsOf(message: Buffer, wanted: number): Buffer[] {
  const found: Buffer[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[at];
      if (byte === undefined || factor > 2 ** 49) throw damaged();
      at += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const kind = tag % 8;
    if (kind === 0) varint();
    else if (kind === 1) at += 8;
    else if (kind === 5) at += 4;
    else if (kind === 2) {
      const length = varint();
      if (length > message.length - at) throw damaged();
      if (Math.floor(tag / 8) === wanted) found.push(message.subarray(at, at + length));
      at += length;
    } else throw damaged();
  }
  if (at > message.length) throw damaged();
  return found;
}

const damaged = () =>
  new DecodeFault('bad_record', 'An aggregated record of the Kinesis Producer Library that is damaged.');
