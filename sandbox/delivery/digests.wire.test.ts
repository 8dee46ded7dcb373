import { createHash, createPublicKey, verify } from 'node:crypto';
import { CloudTrailClient, ListPublicKeysCommand } from '@aws-sdk/client-cloudtrail';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestClock } from '../testing/sandbox';
import { type DeliveryBench, deliveryBench, REGION } from './testing/bench';

const clock = new TestClock();
let bench: DeliveryBench;
beforeAll(async () => {
  bench = await deliveryBench({ clock });
  await bench.bucket('changed');
  await bench.bucket('trail-logs');
});
afterAll(() => bench.close());

const anHour = () => clock.forward(3_600_000);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const DIGEST_KEY =
  /^AWSLogs\/(\d{12})\/CloudTrail-Digest\/eu-west-1\/\d{4}\/\d\d\/\d\d\/\1_CloudTrail-Digest_eu-west-1_the-trail_eu-west-1_\d{8}T\d{6}Z\.json\.gz$/;

async function keyOf(fingerprint: string) {
  const config = { endpoint: bench.url, region: REGION, credentials: bench.adminKey('staging'), maxAttempts: 1 };
  const client = new CloudTrailClient({ ...config, systemClockOffset: clock.now() - Date.now() });
  const { PublicKeyList } = await client.send(new ListPublicKeysCommand({}));
  const found = PublicKeyList?.find((key) => key.Fingerprint === fingerprint);
  const der = Buffer.from(found?.Value ?? []);
  expect(createHash('md5').update(der).digest('hex')).toBe(fingerprint);
  return createPublicKey({ key: der, format: 'der', type: 'pkcs1' });
}

it('signs a chain of digests that names every file, also when nothing happened and when one was taken', async () => {
  const { id } = await bench.deliver({
    kind: 's3',
    name: 'the-trail',
    bucket: 'trail-logs',
    accounts: ['586209417733'],
    regions: [REGION],
    digest: {},
    faults: { loss: 0 },
  });
  await bench.tag('changed', 'one');
  await bench.flush(id);
  for (const _hour of [1, 2, 3]) {
    anHour();
    await bench.flush(id, true);
  }
  const files = bench.files('trail-logs');
  const logs = files.filter(({ key }) => key.includes('/CloudTrail/'));
  const digests = files.filter(({ key }) => key.includes('/CloudTrail-Digest/'));
  expect(digests.map(({ key }) => DIGEST_KEY.test(key))).toEqual([true, true, true]);
  const parsed = digests.map(({ text }) => JSON.parse(text));
  expect(parsed.map(({ logFiles }) => logFiles.length)).toEqual([1, 0, 0]);
  expect(parsed[0].logFiles).toEqual([
    {
      s3Bucket: 'trail-logs',
      s3Object: logs[0]?.key,
      hashValue: sha256(logs[0]?.text ?? ''),
      hashAlgorithm: 'SHA-256',
      newestEventTime: parsed[0].newestEventTime,
      oldestEventTime: parsed[0].oldestEventTime,
    },
  ]);
  expect(parsed[1]).toMatchObject({ newestEventTime: null, digestStartTime: parsed[0].digestEndTime });
  const key = await keyOf(parsed[0].digestPublicKeyFingerprint);
  let previous: string | null = null;
  for (const [n, digest] of parsed.entries()) {
    const { key: Key = '', text = '' } = digests[n] ?? {};
    const { Metadata = {} } = await bench.current().s3.send(new HeadObjectCommand({ Bucket: 'trail-logs', Key }));
    expect(digest).toMatchObject({
      awsAccountId: '586209417733',
      digestS3Object: Key,
      previousDigestSignature: previous,
    });
    expect(digest.previousDigestHashValue).toBe(n === 0 ? null : sha256(digests[n - 1]?.text ?? ''));
    const signed = `${digest.digestEndTime}\ntrail-logs/${Key}\n${sha256(text)}\n${previous ?? 'null'}`;
    const signature = Metadata.signature ?? '';
    expect(Metadata['signature-algorithm']).toBe('SHA256withRSA');
    expect(verify('RSA-SHA256', Buffer.from(signed), key, Buffer.from(signature, 'hex'))).toBe(true);
    previous = signature;
  }
  await bench.ask('DELETE', `/deliveries/${id}`);
});

it('names the file that was taken away', async () => {
  await bench.bucket('taken');
  const queueUrl = await bench.queue('taken');
  const trail = { bucket: 'taken', accounts: ['586209417733'], regions: [REGION], digest: {} };
  const { id } = await bench.deliver({ kind: 'sqs', shape: 's3-raw', queueUrl, ...trail, faults: { lostFiles: 1 } });
  await bench.drain(queueUrl);
  await bench.tag('changed', 'two');
  anHour();
  const { lost, lostEvents } = await bench.flush(id, true);
  expect([lost, lostEvents.length]).toEqual([1, 1]);
  const [digest, ...more] = bench.files('taken');
  expect(more).toEqual([]);
  expect(JSON.parse(digest?.text ?? '').logFiles).toHaveLength(1);
  // S3 announces the digest as any other object.
  expect((await bench.drain(queueUrl)).map((body) => JSON.parse(body).Records[0].s3.object.key)).toEqual([digest?.key]);
});
