import { afterAll, expect, it } from 'vitest';
import { LOG_FILE_LIMITS } from '@/lib/events/decode/limits';
import { decodePool } from '@/lib/events/decode/pool';
import { logFile, logKey, TEST_ACCOUNT, trailRecord } from '@/lib/events/decode/testing/records';
import { objectReader } from './object-reader';
import { fakeContext } from './testing/fake-clients';

const KEY = logKey('20261120T0800Z_abcdefghijklmnop');
const PLACE = { region: 'eu-west-1', owner: TEST_ACCOUNT };
const object = { bucket: 'trail', key: KEY };
afterAll(() => decodePool().close());

const failure = (name: string, headers: Record<string, string> = {}) =>
  Object.assign(new Error(name), { name, $response: { headers }, $metadata: { httpStatusCode: 400 } });

it('stops reading an object that is larger than any log file', async () => {
  let chunks = 0;
  let closed = false;
  const endless = {
    destroy: () => {
      closed = true;
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        chunks += 1;
        yield Buffer.alloc(1024 * 1024);
      }
    },
  };
  const { ctx } = fakeContext(() => ({ Body: endless }));
  const delivery = await objectReader(ctx, PLACE).read(object);
  expect(delivery).toMatchObject({ records: [], poison: [{ deliveryId: KEY, reason: 'too_large' }] });
  expect([chunks, closed]).toEqual([LOG_FILE_LIMITS.compressedBytes / 1024 / 1024 + 1, true]);
  const told = fakeContext(() => ({ Body: endless, ContentLength: LOG_FILE_LIMITS.compressedBytes + 1 }));
  expect((await objectReader(told.ctx, PLACE).read(object)).poison).toMatchObject([{ reason: 'too_large' }]);
});

it('goes to the region that S3 names, once, and asks for the owner', async () => {
  const { ctx, asked } = fakeContext((region) => {
    if (region !== 'us-east-2') throw failure('PermanentRedirect', { 'x-amz-bucket-region': 'us-east-2' });
    const body = logFile([trailRecord(1)]);
    return {
      Body: (async function* () {
        yield body;
      })(),
      ContentLength: body.length,
    };
  });
  const reader = objectReader(ctx, PLACE);
  for (let n = 0; n < 2; n += 1) expect((await reader.read(object)).records).toHaveLength(1);
  expect(asked.map(({ region }) => region)).toEqual(['eu-west-1', 'us-east-2', 'us-east-2']);
  expect(asked[0]?.input).toMatchObject({ Bucket: 'trail', Key: KEY, ExpectedBucketOwner: TEST_ACCOUNT });
});

it('tells the object’s troubles from the source’s', async () => {
  const cases: [string, string | null][] = [
    ['NoSuchKey', 'object_missing'],
    ['NoSuchBucket', 'wrong_bucket'],
    ['InvalidObjectState', 'object_missing'],
    ['AccessDenied', null],
    ['SlowDown', null],
  ];
  for (const [name, reason] of cases) {
    const { ctx } = fakeContext(() => {
      throw failure(name);
    });
    const reading = objectReader(ctx, PLACE).read(object);
    if (reason === null) await expect(reading).rejects.toMatchObject({ name });
    else expect((await reading).poison).toMatchObject([{ reason }]);
  }
});

it('fetches nothing that is not a log file of CloudTrail', async () => {
  const { ctx, asked } = fakeContext(() => ({}));
  const reader = objectReader(ctx, PLACE);
  const digest = KEY.replace('/CloudTrail/', '/CloudTrail-Digest/').replace('_CloudTrail_', '_CloudTrail-Digest_');
  expect(await reader.read({ bucket: 'trail', key: digest })).toMatchObject({ records: [], poison: [] });
  for (const key of [
    'secrets.json.gz',
    `AWSLogs/1/CloudTrail/x.json.gz`,
    KEY.replace('.json.gz', '.json'),
    `${KEY}/../../x`,
  ]) {
    expect((await reader.read({ bucket: 'trail', key })).poison).toMatchObject([{ reason: 'wrong_bucket' }]);
  }
  expect(asked).toEqual([]);
});
