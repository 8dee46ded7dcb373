import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addStream } from '../kinesis/build';
import { recordsOf, shardsOf } from '../kinesis/types';
import { type DeliveryBench, deliveryBench, type Json, REGION } from './testing/bench';

const FIXTURES = fileURLToPath(new URL('../../../shared/fixtures/cloudtrail/', import.meta.url));
const isThere = existsSync(FIXTURES);
if (!isThere) console.warn('SKIPPED, deliveries beside recorded ones: ../shared/fixtures is not there');

const read = (...path: string[]) => JSON.parse(readFileSync(join(FIXTURES, ...path), 'utf8'));
const keys = (value: unknown) => Object.keys(value as Json).toSorted();
/** Members by their path, `a.b`; within lists that of the first item. */
function paths(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [at] : paths(value[0], `${at}[]`);
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([name, each]) => paths(each, at === '' ? name : `${at}.${name}`));
}

describe.skipIf(!isThere)('what is delivered has the shape of what AWS delivered', () => {
  let bench: DeliveryBench;
  beforeAll(async () => {
    bench = await deliveryBench();
    await bench.bucket('changed');
    await bench.bucket('recorded-shapes');
  });
  afterAll(() => bench.close());

  it('records and their identities have no members that real ones have not, and all that real ones always have', async () => {
    const real: Json[] = readdirSync(join(FIXTURES, 'invictus')).flatMap((name) => read('invictus', name).Records);
    expect(real.length).toBeGreaterThan(1_000);
    const calls = real.filter(({ eventType }) => eventType === 'AwsApiCall');
    const known = new Set(calls.flatMap(keys));
    const always = [...known].filter((name) => calls.every((call) => name in call));
    const identities = (type: string) =>
      new Set(
        calls
          .map(({ userIdentity }) => userIdentity as Json)
          .filter((each) => each.type === type)
          .flatMap((each) => paths(each)),
      );
    bench.sandbox.activity.start({ perMinute: 0.1, seed: 11 });
    for (let n = 0; n < 300; n += 1) await bench.sandbox.activity.tick();
    await bench.sandbox.activity.stop();
    const ours = bench.world.changes.recordsSince(0);
    expect(ours.length).toBeGreaterThan(200);
    for (const { sequence: _, ...record } of ours) {
      expect(keys(record).filter((name) => !known.has(name))).toEqual([]);
      expect(always.filter((name) => !(name in record))).toEqual([]);
      const { userIdentity } = record;
      const more = paths(userIdentity).filter((path) => !path.startsWith('sessionContext.webIdFederationData'));
      const seen = identities(String(userIdentity.type));
      expect(more.filter((path) => !seen.has(path))).toEqual([]);
    }
  });

  it('an EventBridge envelope has the members of a recorded one', async () => {
    const queueUrl = await bench.queue('shapes');
    await bench.deliver({ kind: 'eventbridge', queueUrl });
    await bench.tag('changed', 'one');
    const [message = ''] = await bench.drain(queueUrl);
    const real = read('c7n-eventbridge', 'event-cloud-trail-create-bucket.json');
    const ours = JSON.parse(message);
    expect(keys(ours)).toEqual(keys(real));
    expect({ ...ours, detail: 0, id: 0, time: 0 }).toEqual({
      ...real,
      detail: 0,
      id: 0,
      time: 0,
      account: '586209417733',
      region: REGION,
    });
  });

  it('a digest has the members of a recorded one, in their order, and a first one the same nulls', async () => {
    const { document, successor } = read('digest', 'stackd-starting-and-successor-2026.json');
    const accounts = ['586209417733'];
    const made = await bench.deliver({
      kind: 's3',
      bucket: 'recorded-shapes',
      accounts,
      regions: [REGION],
      digest: { intervalMs: 1_000 },
    });
    for (let count = 0; count < 2; ) count = (await bench.flush(made.id, true)).digests;
    const [first, second] = bench.files('recorded-shapes').map(({ text }) => JSON.parse(text) as Json);
    expect(Object.keys(first ?? {})).toEqual(Object.keys(document));
    expect(Object.keys(second ?? {})).toEqual(Object.keys(successor));
    const nulls = (digest: Json | undefined) => keys(digest ?? {}).filter((name) => digest?.[name] === null);
    expect([nulls(first), nulls(second)]).toEqual([nulls(document), nulls(successor)]);
    const KEY =
      /^AWSLogs\/(\d{12})\/CloudTrail-Digest\/([a-z]+-[a-z]+-\d)\/\d{4}\/\d\d\/\d\d\/\1_CloudTrail-Digest_\2_[\w-]+_[a-z]+-[a-z]+-\d_\d{8}T\d{6}Z\.json\.gz$/;
    for (const digest of [first, second, document, successor]) expect(digest?.digestS3Object).toMatch(KEY);
  });

  it('a stream’s record has the members of CloudWatch Logs’ example', async () => {
    const { awslogs } = read('envelopes', 'lambda-go-cloudwatch-logs-event.json');
    const real = JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString());
    addStream(bench.account('staging'), REGION, 'shapes', { at: Date.now() });
    const streamArn = `arn:aws:kinesis:${REGION}:586209417733:stream/shapes`;
    const { id } = await bench.deliver({ kind: 'kinesis', streamArn });
    await bench.tag('changed', 'two');
    await bench.flush(id);
    const [shard] = shardsOf(bench.account('staging'), REGION, 'shapes').list();
    const records = recordsOf(bench.account('staging'), REGION, 'shapes', shard?.id ?? '').list();
    expect(records).toHaveLength(2);
    for (const { data } of records) {
      const ours = JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString());
      expect(keys(ours)).toEqual(keys(real));
      expect(keys(ours.logEvents[0])).toEqual(keys(real.logEvents[0]));
    }
  });
});
