import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addStream } from '../kinesis/build';
import { recordsOf, shardsOf } from '../kinesis/types';
import { type DeliveryBench, deliveryBench, REGION } from './testing/bench';

let bench: DeliveryBench;
beforeAll(async () => {
  bench = await deliveryBench();
  await bench.bucket('changed');
});
afterAll(() => bench.close());

it('sends what CloudWatch Logs would: a control message first, then several records in one', async () => {
  const streamArn = `arn:aws:kinesis:${REGION}:586209417733:stream/trail`;
  const made = await bench.deliver({ kind: 'kinesis', streamArn, name: 'to-kinesis', logGroup: 'org-trail' });
  expect(made.error).toContain('does not exist');
  addStream(bench.account('staging'), REGION, 'trail', { at: Date.now(), shards: 2 });
  for (const value of ['one', 'two', 'three']) await bench.tag('changed', value);
  expect(await bench.flush(made.id)).toMatchObject({ events: 3, messages: 2, pending: 0, error: null });
  const records = shardsOf(bench.account('staging'), REGION, 'trail')
    .list()
    .flatMap(({ id }) => recordsOf(bench.account('staging'), REGION, 'trail', id).list())
    .toSorted((a, b) => a.at - b.at);
  const payloads = records.map(({ data }) => JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()));
  expect(payloads.map(({ messageType }) => messageType).toSorted()).toEqual(['CONTROL_MESSAGE', 'DATA_MESSAGE']);
  const data = payloads.find(({ messageType }) => messageType === 'DATA_MESSAGE');
  expect(data).toMatchObject({
    owner: '586209417733',
    logGroup: 'org-trail',
    logStream: `586209417733_CloudTrail_${REGION}`,
    subscriptionFilters: ['to-kinesis'],
    logEvents: Array(3).fill({ id: expect.stringMatching(/^3\d{55}$/), timestamp: expect.any(Number) }),
  });
  expect(data.logEvents.map(({ message }: { message: string }) => JSON.parse(message).eventName)).toEqual(
    Array(3).fill('PutBucketTagging'),
  );
  expect(new Set(records.map(({ partitionKey }) => partitionKey)).size).toBe(2);
});
