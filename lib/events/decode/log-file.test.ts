import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonObject } from '@/lib/collectors/types';
import { DecodeFault } from './fault';
import { LOG_FILE_LIMITS } from './limits';
import { siftLogFile } from './log-file';
import { decodeLogObject } from './object';
import { logFile, TEST_ACCOUNT, trailRecord } from './testing/records';

/** The decoder without its threads. */
const inProcess = { sift: async (task: Parameters<typeof run>[0]) => run(task) };
function run(task: {
  compressed: Uint8Array;
  deliveryId: string;
  limits: typeof LOG_FILE_LIMITS;
  how: { whole: boolean; digest: boolean };
}) {
  return siftLogFile(task.compressed, task.deliveryId, task.limits, task.how);
}
const decode = (bytes: Uint8Array, limits = LOG_FILE_LIMITS) =>
  decodeLogObject(inProcess, { bucket: 'trail', key: 'the-key', bytes, accountId: TEST_ACCOUNT }, limits);
const ids = (records: readonly { eventID: string }[]) => records.map(({ eventID }) => eventID);
const reasonOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return error instanceof DecodeFault ? error.reason : String(error);
  }
  return null;
};
const sift = (bytes: Uint8Array, limits = LOG_FILE_LIMITS) => siftLogFile(bytes, 'key', limits);

const READ = { readOnly: true, eventName: 'GetBucketTagging' };
const MIXED: JsonObject[] = [
  trailRecord(1),
  trailRecord(2, READ),
  trailRecord(3, { errorCode: 'AccessDenied' }),
  trailRecord(4, { eventCategory: 'Data', eventName: 'PutObject' }),
  trailRecord(5, { readOnly: null, eventName: 'CreateBucket' }),
  trailRecord(6, { readOnly: null, eventName: 'ListBuckets' }),
  trailRecord(7, { readOnly: 'false' }),
  // Looks read-only at first sight: a parameter of a change.
  trailRecord(8, { requestParameters: { mounts: [{ eventID: trailRecord(9).eventID ?? '', readOnly: true }] } }),
];

it('keeps what changed something and counts the rest exactly', async () => {
  const content = JSON.stringify({ Records: MIXED });
  const file = sift(gzipSync(content));
  expect(file.whole).toBe(false);
  expect(file.ends.length).toBeLessThan(MIXED.length);
  expect(file.sha256).toBe(createHash('sha256').update(content).digest('hex'));
  const delivery = await decode(gzipSync(content));
  expect(ids(delivery.records)).toEqual([1, 5, 7, 8].map((n) => trailRecord(n).eventID));
  expect(delivery.dropped).toEqual({ readOnly: 2, failed: 1, other: 1 });
  expect(delivery.poison).toEqual([]);
  expect(delivery.file).toEqual({ bucket: 'trail', key: 'the-key', sha256: file.sha256 });
});

it('reads files of several gzip members, indented ones and empty ones', async () => {
  const content = JSON.stringify({ Records: MIXED });
  const members = Buffer.concat([gzipSync(content.slice(0, 900)), gzipSync(content.slice(900))]);
  const indented = gzipSync(JSON.stringify({ Records: MIXED }, null, 2));
  for (const bytes of [members, indented, gzipSync(`${content}\n`)]) {
    const delivery = await decode(bytes);
    expect(delivery.records).toHaveLength(4);
    expect(delivery.dropped).toEqual({ readOnly: 2, failed: 1, other: 1 });
  }
  expect(await decode(logFile([]))).toMatchObject({ records: [], poison: [] });
});

it('finds the same in any mixture of records as parsing all of it does', async () => {
  const changes = fc.record(
    {
      readOnly: fc.constantFrom(true, false, null, 'true', 'false'),
      eventName: fc.constantFrom('GetBucketTagging', 'PutBucketTagging', 'CreateBucket'),
      errorCode: fc.constantFrom('AccessDenied', 'NoSuchEntity'),
      eventCategory: fc.constantFrom('Management', 'Data', 'NetworkActivity', 'Insight', 'Unheard'),
      requestParameters: fc.oneof(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })),
        fc.constantFrom<unknown>(
          [trailRecord(100, READ), trailRecord(101)],
          { text: '},{"eventVersion":"1.0","eventID":"x","readOnly":true}]}' },
          { readOnly: true, '"readOnly': true },
        ),
      ),
      serviceEventDetails: fc.constantFrom({ readOnly: true }, { eventID: 'é', eventCategory: 'Data' }),
    },
    { requiredKeys: ['readOnly'] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(changes, { maxLength: 12 }), async (all) => {
      const records = all.map((change, n) => trailRecord(n, change as unknown as JsonObject));
      const quick = await decode(logFile(records));
      const whole = await decode(gzipSync(JSON.stringify({ Records: records }, null, 1)));
      expect(quick.records).toEqual(whole.records);
      expect(quick.dropped).toEqual(whole.dropped);
      expect(quick.poison).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

it('says of a broken file what is wrong, and applies nothing of it', async () => {
  const good = logFile(MIXED);
  const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024, 0x20));
  const flipped = Buffer.from(good);
  flipped[good.length - 6] = (flipped[good.length - 6] ?? 0) ^ 0xff;
  const cases: [string, Uint8Array, string][] = [
    ['cut off', good.subarray(0, good.length - 20), 'truncated'],
    ['cut in the header', good.subarray(0, 12), 'truncated'],
    ['something behind it', Buffer.concat([good, Buffer.from('and more')]), 'not_gzip'],
    ['damaged', flipped, 'not_gzip'],
    ['plain text', Buffer.from(JSON.stringify({ Records: MIXED })), 'not_gzip'],
    ['empty', Buffer.alloc(0), 'not_gzip'],
    ['bomb', bomb, 'bomb'],
    ['no JSON', gzipSync('<html></html>'), 'not_json'],
    ['half a JSON', gzipSync(JSON.stringify({ Records: MIXED }).slice(0, -700)), 'not_json'],
    ['a digest', gzipSync('{"digestStartTime":"2026-11-20T08:00:00Z","logFiles":[]}'), 'unknown_shape'],
    ['Records is no list', gzipSync('{"Records":{"0":{}}}'), 'unknown_shape'],
    ['nothing but brackets', gzipSync('['.repeat(200_000)), 'not_json'],
  ];
  for (const [what, bytes, reason] of cases) {
    expect(
      reasonOf(() => sift(bytes)),
      what,
    ).toBe(reason);
    const delivery = await decode(bytes);
    expect(delivery.records, what).toEqual([]);
    expect(delivery.poison, what).toMatchObject([{ deliveryId: 'the-key', reason }]);
    expect(JSON.parse(String(delivery.poison[0]?.payload))).toEqual({ s3Bucket: 'trail', s3ObjectKey: ['the-key'] });
  }
  const small = { ...LOG_FILE_LIMITS, inflatedBytes: 4_000, compressedBytes: 3_000, records: 4 };
  expect(reasonOf(() => sift(good, small))).toBe('too_large');
  expect(reasonOf(() => sift(gzipSync(Buffer.alloc(8_000)), small))).toBe('too_large');
  expect(reasonOf(() => sift(Buffer.alloc(3_001), small))).toBe('too_large');
});

it('quarantines one bad record of a sound file by itself', async () => {
  const records = [
    trailRecord(1),
    { eventVersion: '1.09', hello: 'world' },
    trailRecord(2, { requestParameters: { large: 'x'.repeat(1_100_000) } }),
    trailRecord(3, { requestParameters: { brackets: '['.repeat(500) } }),
    trailRecord(5, { recipientAccountId: '111122223333' }),
  ];
  const text = JSON.stringify({ Records: records }).slice(0, -2);
  const bad = JSON.stringify(trailRecord(4, { requestParameters: { deep: 1 } })).replace(
    '"deep":1',
    `"deep":${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  );
  const delivery = await decode(gzipSync(`${text},${bad}]}`));
  expect(ids(delivery.records)).toEqual([trailRecord(1).eventID, trailRecord(3).eventID]);
  expect(delivery.poison.map(({ reason }) => reason).sort()).toEqual([
    'bad_record',
    'bad_record',
    'field_too_large',
    'forged_envelope',
  ]);
  expect(delivery.poison.find(({ reason }) => reason === 'field_too_large')?.payload).toBeNull();
});

it('never throws anything but a fault, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, zipped) => {
      const reason = reasonOf(() => sift(zipped ? gzipSync(bytes) : bytes));
      expect(reason).toMatch(/^[a-z_]+$/);
    }),
  );
});
