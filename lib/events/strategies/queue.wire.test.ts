import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { decodePool } from '@/lib/events/decode/pool';
import {
  bridgeEnvelope,
  logFile,
  logKey,
  s3Notice,
  snsEnvelope,
  TEST_ACCOUNT,
  trailNotice,
  trailRecord,
} from '@/lib/events/decode/testing/records';
import { addBucket } from '@/sandbox/s3/build';
import { aSandbox, type TestSandbox } from '@/sandbox/testing/sandbox';
import { eventbridge } from './eventbridge';
import { sqs } from './sqs';
import { checksOf, consumeUntil, testContext } from './testing/context';
import type { Batch } from './types';

let sandbox: TestSandbox;
let queues: SQSClient;
let buckets: S3Client;
const open: { close(): void }[] = [];

beforeAll(async () => {
  sandbox = await aSandbox();
  const config = { endpoint: sandbox.url, region: 'eu-west-1', credentials: sandbox.adminKey('staging') };
  queues = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
  buckets = new S3Client({ ...config, forcePathStyle: true });
  addBucket(sandbox.world, sandbox.account('staging'), 'eu-west-1', 'trail-bucket', 1);
});
afterEach(async () => {
  await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'DELETE' });
  for (const each of open.splice(0)) each.close();
});
afterAll(async () => {
  queues.destroy();
  buckets.destroy();
  await decodePool().close();
  await sandbox.close();
});

function context() {
  const made = testContext({ url: sandbox.url, credentials: sandbox.adminKey('staging') });
  open.push(made);
  return made;
}

async function aQueue(name: string, Attributes: Record<string, string> = {}) {
  const { QueueUrl = '' } = await queues.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  return { queueURL: QueueUrl, region: 'eu-west-1', accountID: TEST_ACCOUNT };
}

async function send(queueURL: string, bodies: readonly string[]): Promise<void> {
  for (let n = 0; n < bodies.length; n += 10) {
    const Entries = bodies.slice(n, n + 10).map((MessageBody, i) => ({ Id: String(i), MessageBody }));
    await queues.send(new SendMessageBatchCommand({ QueueUrl: queueURL, Entries }));
  }
}

async function waiting(queueURL: string): Promise<{ visible: number; hidden: number }> {
  const command = new GetQueueAttributesCommand({ QueueUrl: queueURL, AttributeNames: ['All'] });
  const { Attributes } = await queues.send(command);
  return {
    visible: Number(Attributes?.ApproximateNumberOfMessages),
    hidden: Number(Attributes?.ApproximateNumberOfMessagesNotVisible),
  };
}

const fault = (kind: object) =>
  fetch(`${sandbox.url}/_sandbox/faults`, { method: 'POST', body: JSON.stringify(kind) }).then((answer) =>
    expect(answer.ok).toBe(true),
  );
const kept = (batches: readonly Batch[]) =>
  batches.flatMap(({ deliveries }) => deliveries.flatMap(({ records }) => records.map(({ eventID }) => eventID)));
const numberOf = (batches: readonly Batch[]) => batches.reduce((sum, { deliveries }) => sum + deliveries.length, 0);
const id = (n: number) => String(trailRecord(n).eventID);
const run = <C>(config: C, shard = 'queue-0') => ({ config, shard, checkpoint: null });

it('brings events of EventBridge in few batches and deletes them after the commit', async () => {
  const config = await aQueue('bridge');
  const records = Array.from({ length: 120 }, (_, n) => trailRecord(n, n % 3 === 0 ? {} : { readOnly: true }));
  await send(
    config.queueURL,
    records.map((record) => bridgeEnvelope(record)),
  );
  await send(config.queueURL, [snsEnvelope(bridgeEnvelope(trailRecord(500))), 'poison']);
  const { ctx, stop } = context();
  let seen = 0;
  const batches = await consumeUntil(eventbridge.consume(ctx, run(config)), ({ deliveries }) => {
    seen += deliveries.length;
    return seen >= 122;
  });
  stop();
  expect(batches.length).toBeLessThan(12);
  expect(new Set(kept(batches))).toEqual(new Set([...Array.from({ length: 40 }, (_, n) => id(n * 3)), id(500)]));
  const all = batches.flatMap(({ deliveries }) => deliveries);
  expect(all.reduce((sum, { dropped }) => sum + dropped.readOnly, 0)).toBe(80);
  expect(all.flatMap(({ poison }) => poison)).toMatchObject([{ reason: 'not_json', payload: Buffer.from('poison') }]);
  expect(batches[0]?.lagMs).toBeGreaterThanOrEqual(0);
  expect(await waiting(config.queueURL)).toEqual({ visible: 0, hidden: 0 });
});

it('lets two sensors consume one queue, each message once', async () => {
  const config = await aQueue('lanes');
  await send(
    config.queueURL,
    Array.from({ length: 200 }, (_, n) => bridgeEnvelope(trailRecord(n))),
  );
  const [one, two] = [context(), context()];
  let seen = 0;
  const take = (from: typeof one, shard: string) =>
    consumeUntil(
      eventbridge.consume(from.ctx, run(config, shard)),
      () => false,
      async (batch) => {
        await batch.ack();
        seen += batch.deliveries.length;
        if (seen >= 200) for (const each of [one, two]) each.stop();
      },
    );
  const shards = (await eventbridge.discover(one.ctx, config, [])).map(({ shard }) => shard);
  expect(shards).toEqual(['queue-0', 'queue-1']);
  const [first, second] = await Promise.all([take(one, 'queue-0'), take(two, 'queue-1')]);
  expect(kept([...first, ...second]).sort()).toEqual(Array.from({ length: 200 }, (_, n) => id(n)).sort());
});

it('ends a long poll at once when the signal aborts', async () => {
  const config = await aQueue('quiet');
  const { ctx, stop } = context();
  const ended = consumeUntil(eventbridge.consume(ctx, run(config)), () => true);
  await expect
    .poll(async () => (await (await fetch(`${sandbox.url}/_sandbox/calls`)).text()).includes('ReceiveMessage'))
    .toBe(true);
  const from = performance.now();
  stop();
  expect(await ended).toEqual([]);
  expect(performance.now() - from).toBeLessThan(5_000);
});

it('brings what was never acknowledged again, and gives back what was released', async () => {
  const config = await aQueue('crash', { VisibilityTimeout: '1' });
  await send(config.queueURL, [bridgeEnvelope(trailRecord(1))]);
  const crashed = context();
  const received = await consumeUntil(
    eventbridge.consume(crashed.ctx, run(config)),
    () => true,
    () => {},
  );
  expect(kept(received)).toEqual([id(1)]);
  // A killed process neither deletes nor extends.
  crashed.close();
  const next = context();
  const again = await consumeUntil(
    eventbridge.consume(next.ctx, run(config)),
    ({ deliveries }) => deliveries.length > 0,
    (batch) => batch.release(),
  );
  expect(kept(again)).toEqual([id(1)]);
  next.stop();
  // Visible, or taken by the poll that was just given up.
  const { visible, hidden } = await waiting(config.queueURL);
  expect(visible + hidden).toBe(1);
});

it('keeps messages hidden while their commit takes long', async () => {
  const config = await aQueue('slow', { VisibilityTimeout: '1' });
  await send(config.queueURL, [bridgeEnvelope(trailRecord(1))]);
  const { ctx, stop } = context();
  const [batch] = await consumeUntil(
    eventbridge.consume(ctx, run(config)),
    () => true,
    () => {},
  );
  await expect
    .poll(async () =>
      (await (await fetch(`${sandbox.url}/_sandbox/calls`)).text()).includes('ChangeMessageVisibilityBatch'),
    )
    .toBe(true);
  const sentAt = performance.now();
  await expect.poll(() => performance.now() - sentAt, { timeout: 3_000 }).toBeGreaterThan(1_200);
  const { Messages } = await queues.send(new ReceiveMessageCommand({ QueueUrl: config.queueURL }));
  expect(Messages ?? []).toEqual([]);
  await batch?.ack();
  await batch?.ack();
  stop();
  expect(await waiting(config.queueURL)).toEqual({ visible: 0, hidden: 0 });
});

it('works within the queue’s own timeout where hiding is denied', async () => {
  const config = await aQueue('denied', { VisibilityTimeout: '1' });
  await send(config.queueURL, [bridgeEnvelope(trailRecord(1))]);
  await fault({ kind: 'deny', match: { action: 'ChangeMessageVisibilityBatch' } });
  const { ctx, stop } = context();
  const received: string[] = [];
  await consumeUntil(
    eventbridge.consume(ctx, run(config)),
    () => received.length >= 2,
    async (batch) => {
      received.push(...kept([batch]));
      // The first batch is not acknowledged in time.
      if (received.length >= 2) await batch.ack();
    },
  );
  stop();
  expect(received).toEqual([id(1), id(1)]);
  expect(await waiting(config.queueURL)).toEqual({ visible: 0, hidden: 0 });
});

it('fetches the log files that each of the shapes tells of', async () => {
  const config = await aQueue('notices');
  const put = async (name: string, records: readonly unknown[]) => {
    const Key = logKey(name);
    await buckets.send(new PutObjectCommand({ Bucket: 'trail-bucket', Key, Body: logFile(records) }));
    return Key;
  };
  const keys = await Promise.all(
    [1, 2, 3, 4].map((n) => put(`file ${n}`, [trailRecord(n), trailRecord(n + 100, { readOnly: true })])),
  );
  const broken = logKey('broken');
  await buckets.send(
    new PutObjectCommand({ Bucket: 'trail-bucket', Key: broken, Body: logFile([trailRecord(9)]).subarray(0, 100) }),
  );
  const [first = '', second = '', third = '', fourth = ''] = keys;
  await send(config.queueURL, [
    snsEnvelope(trailNotice('trail-bucket', [first, second])),
    snsEnvelope(s3Notice('trail-bucket', [third])),
    s3Notice('trail-bucket', [fourth]),
    s3Notice('trail-bucket', [fourth]),
    JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'trail-bucket' }),
    s3Notice('trail-bucket', [broken, logKey('gone'), 'invoices/2026.pdf']),
    s3Notice('trail-bucket', [
      first.replace('/CloudTrail/', '/CloudTrail-Digest/').replace('_CloudTrail_', '_CloudTrail-Digest_'),
    ]),
    s3Notice('no-such-bucket', [logKey('gone')]),
  ]);
  const { ctx, stop } = context();
  const batches = await consumeUntil(
    sqs.consume(ctx, run(config)),
    () => false,
    async (batch) => {
      await batch.ack();
      const { visible, hidden } = await waiting(config.queueURL);
      if (visible + hidden === 0) stop();
    },
  );
  const all = batches.flatMap(({ deliveries }) => deliveries);
  expect(new Set(kept(batches))).toEqual(new Set([1, 2, 3, 4].map(id)));
  expect(all.find(({ id: key }) => key === first)).toMatchObject({
    dropped: { readOnly: 1 },
    file: { bucket: 'trail-bucket', key: first },
  });
  expect(
    Object.fromEntries(all.flatMap(({ poison }) => poison).map(({ deliveryId, reason }) => [deliveryId, reason])),
  ).toEqual({
    [broken]: 'truncated',
    [logKey('gone')]: expect.stringMatching(/object_missing|wrong_bucket/),
    'invoices/2026.pdf': 'wrong_bucket',
  });
  const [poison] = all.flatMap(({ poison: found }) => found).filter(({ deliveryId }) => deliveryId === broken);
  await buckets.send(new PutObjectCommand({ Bucket: 'trail-bucket', Key: broken, Body: logFile([trailRecord(9)]) }));
  const again = context();
  const replayed = await sqs.replay(again.ctx, config, {
    deliveryId: broken,
    payload: poison?.payload ?? Buffer.alloc(0),
  });
  expect(replayed).toMatchObject({ id: broken, records: [{ eventID: id(9) }], poison: [] });
});

it('leaves messages whose object may not be read, works on the others and says it', async () => {
  const config = await aQueue('forbidden');
  const Key = logKey('forbidden');
  await buckets.send(new PutObjectCommand({ Bucket: 'trail-bucket', Key, Body: logFile([trailRecord(1)]) }));
  await send(config.queueURL, [s3Notice('trail-bucket', [Key]), bridgeEnvelope(trailRecord(2))]);
  await fault({ kind: 'deny', match: { action: 'GetObject' } });
  const { ctx } = context();
  const found: Batch[] = [];
  const consuming = consumeUntil(
    sqs.consume(ctx, run(config)),
    () => false,
    async (batch) => {
      found.push(batch);
      await batch.ack();
    },
  );
  await expect(consuming).rejects.toMatchObject({ name: expect.stringMatching(/AccessDenied/) });
  expect(kept(found)).toEqual([id(2)]);
  const { visible, hidden } = await waiting(config.queueURL);
  expect(visible + hidden).toBe(1);
  expect(numberOf(found)).toBe(1);
});

it('refuses a queue URL of another account or region before it calls anything', async () => {
  const { ctx } = context();
  const config = {
    queueURL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/x',
    region: 'eu-west-1',
    accountID: TEST_ACCOUNT,
  };
  await expect(consumeUntil(eventbridge.consume(ctx, run(config)), () => true)).rejects.toThrow(
    'of account 111122223333',
  );
  const checks = await checksOf(eventbridge.test(ctx, config));
  expect([...checks.values()]).toMatchObject([{ key: 'place', state: 'failed' }]);
});

it('tests a queue without receiving from it', async () => {
  const config = await aQueue('tested', { VisibilityTimeout: '5', MessageRetentionPeriod: '3600' });
  await send(config.queueURL, ['hello']);
  const { ctx } = context();
  const checks = await checksOf(sqs.test(ctx, config));
  const states = Object.fromEntries([...checks].map(([key, { state }]) => [key, state]));
  expect(states).toEqual({
    place: 'ok',
    queueExists: 'ok',
    'permission:sqs:GetQueueAttributes': 'ok',
    redrive: 'warning',
    visibility: 'warning',
    retention: 'warning',
    encryption: 'ok',
    'permission:sqs:ReceiveMessage': 'ok',
    'permission:sqs:DeleteMessage': 'ok',
    'permission:sqs:ChangeMessageVisibility': 'ok',
    'permission:s3:GetObject': 'ok',
  });
  expect(await waiting(config.queueURL)).toEqual({ visible: 1, hidden: 0 });
  await fault({ kind: 'deny', match: { action: 'SimulatePrincipalPolicy' } });
  expect((await checksOf(sqs.test(ctx, config))).get('permission:sqs:ReceiveMessage')).toMatchObject({
    state: 'skipped',
  });
  const missing = await checksOf(eventbridge.test(ctx, { ...config, queueURL: `${config.queueURL}-not` }));
  expect(missing.get('queueExists')).toMatchObject({ state: 'failed' });
  await fault({ kind: 'deny', match: { action: 'GetQueueAttributes' } });
  const denied = await checksOf(eventbridge.test(ctx, config));
  expect(denied.get('permission:sqs:GetQueueAttributes')).toMatchObject({ state: 'failed' });
});
