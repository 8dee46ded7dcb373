import { gzipSync } from 'node:zlib';
import { ListUsersCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { TestClock } from '../testing/sandbox';
import { type DeliveryBench, deliveryBench, type Json, namesIn, REGION } from './testing/bench';

const clock = new TestClock();
let bench: DeliveryBench;
beforeAll(async () => {
  bench = await deliveryBench({ clock });
  await bench.bucket('delivered');
  await bench.bucket('changed');
});
afterAll(() => bench.close());

const LOG_KEY =
  /^logs\/AWSLogs\/o-a1b2c3d4e5\/(\d{12})\/CloudTrail\/([\w-]+)\/(\d{4}\/\d\d\/\d\d)\/\1_CloudTrail_\2_\d{8}T\d\d[0-5][05]Z_[A-Za-z0-9]{16}\.json\.gz$/;

it('sends each call to a queue at once in EventBridge’s envelope, in SNS’s too when asked', async () => {
  const [plain, wrapped] = [await bench.queue('plain'), await bench.queue('wrapped')];
  const made = await bench.deliver({ kind: 'eventbridge', queueUrl: plain, accounts: ['586209417733'] });
  await bench.deliver({ kind: 'eventbridge', queueUrl: wrapped, sns: true, failedCalls: false, regions: [REGION] });
  await bench.tag('changed', 'one');
  await expect(bench.tag('no-such-bucket-at-all', 'x')).rejects.toThrow();
  await bench.ask('POST', '/deliveries/flush');
  const [tagged, refused, ...more] = (await bench.drain(plain)).map((body) => JSON.parse(body));
  expect(more).toEqual([]);
  expect(tagged).toEqual({
    version: '0',
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.s3',
    account: '586209417733',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    region: REGION,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: {
        type: 'IAMUser',
        principalId: expect.stringMatching(/^AIDA/),
        arn: 'arn:aws:iam::586209417733:user/sandbox-admin',
        accountId: '586209417733',
        accessKeyId: bench.adminKey('staging').accessKeyId,
        userName: 'sandbox-admin',
      },
      eventTime: tagged.time,
      eventSource: 's3.amazonaws.com',
      eventName: 'PutBucketTagging',
      awsRegion: REGION,
      sourceIPAddress: '127.0.0.1',
      userAgent: expect.stringContaining('aws-sdk-js'),
      requestParameters: { bucketName: 'changed', Host: 's3.amazonaws.com', tagging: '' },
      responseElements: null,
      requestID: expect.any(String),
      eventID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: '586209417733',
      eventCategory: 'Management',
    },
  });
  expect(refused.detail).toMatchObject({ eventName: 'PutBucketTagging', errorCode: 'NoSuchBucket', readOnly: false });
  const [envelope, ...none] = (await bench.drain(wrapped)).map((body) => JSON.parse(body));
  expect(none).toEqual([]);
  expect(envelope).toMatchObject({ Type: 'Notification', SignatureVersion: '1', TopicArn: expect.any(String) });
  expect(JSON.parse(envelope.Message).detail).toEqual(tagged.detail);
  expect(await bench.view(made.id)).toMatchObject({ pending: 0, behind: 0, events: 2, messages: 2, error: null });
  for (const { id } of (await bench.ask('GET', '/deliveries')).body.deliveries as { id: string }[]) {
    expect((await bench.ask('DELETE', `/deliveries/${id}`)).status).toBe(204);
  }
  expect((await bench.ask('DELETE', `/deliveries/${made.id}`)).status).toBe(404);
});

it('writes a trail’s log files under AWS’s keys, one for an account, region and interval, and no more than asked in one', async () => {
  const { id } = await bench.deliver({
    kind: 's3',
    bucket: 'delivered',
    prefix: 'logs',
    organizationId: 'o-a1b2c3d4e5',
    maxRecords: 2,
    readEvents: true,
  });
  for (const value of ['one', 'two', 'three']) await bench.tag('changed', value);
  await bench.clients(bench.adminKey('staging')).iam.send(new ListUsersCommand({}));
  const view = await bench.flush(id);
  const files = bench.files('delivered');
  expect(view).toMatchObject({ files: files.length, pending: 0 });
  const of = (region: string) => files.filter(({ key }) => LOG_KEY.exec(key)?.[2] === region);
  expect(
    of(REGION)
      .map(({ text }) => namesIn(text).length)
      .sort(),
  ).toEqual([1, 2]);
  expect(of(REGION).flatMap(({ text }) => namesIn(text))).toEqual(Array(3).fill('PutBucketTagging'));
  expect(of('us-east-1').flatMap(({ text }) => JSON.parse(text).Records)).toMatchObject([
    { eventName: 'ListUsers', readOnly: true, awsRegion: 'us-east-1', responseElements: null },
  ]);
  for (const { key, contentType, contentEncoding } of files) {
    expect(key).toMatch(LOG_KEY);
    expect({ contentType, contentEncoding }).toEqual({ contentType: 'application/json', contentEncoding: 'gzip' });
  }
  const read = await bench.current().s3.send(new GetObjectCommand({ Bucket: 'delivered', Key: files[0]?.key }));
  expect(read).toMatchObject({ ContentEncoding: 'gzip', ETag: files[0]?.etag });
  await bench.ask('DELETE', `/deliveries/${id}`);
});

it.each(['cloudtrail-sns', 's3-sns', 's3-raw'] as const)('announces log files in the shape %s', async (shape) => {
  const queueUrl = await bench.queue(`announced-${shape}`);
  await bench.bucket(`announced-${shape}`);
  const { id } = await bench.deliver({ kind: 'sqs', shape, queueUrl, bucket: `announced-${shape}`, prefix: 'a b' });
  const unwrapped = async () =>
    (await bench.drain(queueUrl)).map((body) => {
      const parsed = JSON.parse(body) as Json;
      if (shape !== 's3-raw') expect(parsed).toMatchObject({ Type: 'Notification', Signature: expect.any(String) });
      return shape === 's3-raw' ? body : String(parsed.Message);
    });
  const greeting = (await unwrapped())[0] ?? '';
  if (shape === 'cloudtrail-sns') expect(greeting).toBe('CloudTrail validation message.');
  else expect(JSON.parse(greeting)).toMatchObject({ Event: 's3:TestEvent', Bucket: `announced-${shape}` });
  await bench.tag('changed', shape);
  await bench.flush(id);
  const [file] = bench.files(`announced-${shape}`);
  expect(namesIn(file?.text ?? '')).toEqual(['PutBucketTagging']);
  const [message, ...more] = (await unwrapped()).map((text) => JSON.parse(text));
  expect(more).toEqual([]);
  if (shape === 'cloudtrail-sns') {
    expect(message).toEqual({ s3Bucket: `announced-${shape}`, s3ObjectKey: [file?.key] });
  } else {
    expect(message.Records).toMatchObject([
      { eventName: 'ObjectCreated:Put', s3: { bucket: { name: `announced-${shape}` } } },
    ]);
    const { key, size } = message.Records[0].s3.object;
    expect(key).toMatch(/^a\+b\/AWSLogs\//);
    expect([decodeURIComponent(key.replaceAll('+', ' ')), size]).toEqual([file?.key, file?.size]);
  }
  await bench.ask('DELETE', `/deliveries/${id}`);
});

it('says what is missing and delivers once it is there', async () => {
  const { id, error } = await bench.deliver({
    kind: 'eventbridge',
    queueArn: `arn:aws:sqs:${REGION}:586209417733:later`,
  });
  expect(error).toBe(`The queue arn:aws:sqs:${REGION}:586209417733:later does not exist.`);
  await bench.tag('changed', 'later');
  expect(await bench.view(id)).toMatchObject({ pending: 1, error: expect.stringContaining('does not exist') });
  const queue = await bench.queue('later');
  expect(await bench.flush(id)).toMatchObject({ pending: 0, error: null });
  expect((await bench.drain(queue)).map((body) => JSON.parse(body).detail.eventName).toSorted()).toEqual([
    'CreateQueue',
    'PutBucketTagging',
  ]);
  await bench.ask('DELETE', `/deliveries/${id}`);
});

it('takes files away after their time, and nothing else', async () => {
  await bench.bucket('expiring');
  await bench
    .current()
    .s3.send(new PutObjectCommand({ Bucket: 'expiring', Key: 'mine.json.gz', Body: gzipSync('{}') }));
  const spec = { kind: 's3', bucket: 'expiring', intervalMs: 50 } as const;
  const { id } = await bench.deliver({ ...spec, retentionMs: 1_000 });
  await bench.tag('changed', 'expiring');
  await bench.flush(id);
  expect(bench.files('expiring')).toHaveLength(2);
  await vi.waitFor(() => expect(bench.files('expiring').map(({ key }) => key)).toEqual(['mine.json.gz']), 10_000);
  await bench.ask('DELETE', `/deliveries/${id}`);
});

it('refuses a description that is none', async () => {
  for (const body of [{}, { kind: 'eventbridge' }, { kind: 's3' }, { kind: 's3', bucket: 'delivered', shape: 'x' }]) {
    expect((await bench.ask('POST', '/deliveries', body)).status).toBe(400);
  }
  expect((await bench.ask('GET', '/deliveries/delivery-none')).status).toBe(404);
});
