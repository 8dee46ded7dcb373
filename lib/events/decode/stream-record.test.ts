import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeStreamRecord } from './stream-record';
import { bridgeEnvelope, logsPayload, trailRecord } from './testing/records';

const READ = { readOnly: true, eventName: 'GetBucketTagging' };
const RECORDS = [trailRecord(1), trailRecord(2, READ), trailRecord(3, { errorCode: 'Denied' }), trailRecord(4)];
const idsOf = (data: Uint8Array) =>
  decodeStreamRecord(data, 'seq').records.map(({ requestParameters }) => requestParameters?.bucketName);

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
const field = (number: number, bytes: Uint8Array) =>
  Buffer.concat([Buffer.from([number * 8 + 2, ...varint(bytes.length)]), bytes]);

/** As the Kinesis Producer Library aggregates. */
function aggregated(parts: readonly Uint8Array[]): Buffer {
  const message = Buffer.concat([
    field(1, Buffer.from('partition')),
    ...parts.map((part) => field(3, Buffer.concat([Buffer.from([8, 0]), field(3, part)]))),
  ]);
  return Buffer.concat([Buffer.from('f3899ac2', 'hex'), message, createHash('md5').update(message).digest()]);
}

it('reads several events of CloudWatch Logs, quickly or whole', () => {
  const expected = { dropped: { readOnly: 1, failed: 1, other: 0 }, poison: [] };
  const quick = decodeStreamRecord(logsPayload(RECORDS), 'seq');
  expect(quick).toMatchObject(expected);
  expect(quick.records.map(({ eventID }) => eventID)).toEqual([trailRecord(1).eventID, trailRecord(4).eventID]);
  const whole = logsPayload(RECORDS, { extra: true });
  expect(decodeStreamRecord(whole, 'seq')).toEqual(quick);
});

it('drops control messages and reads events that EventBridge put there', () => {
  const control = logsPayload([], {
    messageType: 'CONTROL_MESSAGE',
    logEvents: [{ id: '', timestamp: 1, message: 'CWL CONTROL MESSAGE' }],
  });
  expect(decodeStreamRecord(control, 'seq')).toMatchObject({ records: [], poison: [], dropped: { readOnly: 0 } });
  expect(idsOf(Buffer.from(bridgeEnvelope(trailRecord(1))))).toEqual(['bucket-1']);
});

it('takes aggregated records apart', () => {
  const data = aggregated([logsPayload([trailRecord(1)]), logsPayload([trailRecord(2)]), Buffer.from('rubbish')]);
  expect(idsOf(data)).toEqual(['bucket-1', 'bucket-2']);
  expect(decodeStreamRecord(data, 'seq').poison).toMatchObject([{ deliveryId: 'seq', reason: 'not_gzip' }]);
  const broken = Buffer.from(data);
  broken[40] = (broken[40] ?? 0) ^ 1;
  expect(decodeStreamRecord(broken, 'seq')).toMatchObject({ records: [], poison: [{ reason: 'bad_record' }] });
});

it('quarantines what it cannot read', () => {
  const reason = (data: Uint8Array) => decodeStreamRecord(data, 'seq').poison.map((poison) => poison.reason);
  const good = logsPayload(RECORDS);
  expect(reason(good.subarray(0, good.length - 9))).toEqual(['truncated']);
  expect(reason(Buffer.from('Hello World'))).toEqual(['not_gzip']);
  expect(reason(gzipSync('{"hello":1}'))).toEqual(['unknown_shape']);
  expect(reason(gzipSync('hello'))).toEqual(['not_json']);
  expect(reason(gzipSync(Buffer.alloc(70_000_000, 0x20)))).toEqual(['bomb']);
  const two = logsPayload([], {
    logEvents: [
      { id: '1', timestamp: 1, message: 'no JSON' },
      { id: '2', timestamp: 1, message: JSON.stringify(trailRecord(7)) },
    ],
  });
  expect(idsOf(two)).toEqual(['bucket-7']);
  expect(reason(two)).toEqual(['not_json']);
});

it('answers any bytes with a delivery', () => {
  const magic = Buffer.from('f3899ac2', 'hex');
  const parts = fc.oneof(
    fc.uint8Array(),
    fc.uint8Array().map((bytes) => gzipSync(bytes)),
    fc.uint8Array().map((bytes) => {
      const message = Buffer.from(bytes);
      return Buffer.concat([magic, message, createHash('md5').update(message).digest()]);
    }),
    fc.jsonValue().map((value) => gzipSync(JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents: value }))),
    fc.array(fc.jsonValue()).map((value) => logsPayload(value as never)),
  );
  fc.assert(
    fc.property(parts, (data) => {
      expect(decodeStreamRecord(data, 'seq').records).toEqual([]);
    }),
    { numRuns: 400 },
  );
});
