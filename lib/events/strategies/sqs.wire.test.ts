import { PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import {
  bridgeEnvelope,
  logFile,
  logKey,
  s3Notice,
  snsEnvelope,
  trailNotice,
  trailRecord,
} from '@/lib/events/decode/testing/records';
import { eventbridge } from './eventbridge';
import { sqs } from './sqs';
import { checksOf, consumeUntil } from './testing/context';
import { idOf, keptIds, queueWorld, runOf } from './testing/queues';
import type { Batch } from './types';

const { buckets, context, aQueue, send, waiting, deny } = queueWorld();

it('fetches the log files that each of the shapes tells of', async () => {
  const config = await aQueue('notices');
  const put = async (name: string, records: readonly unknown[]) => {
    const Key = logKey(name);
    await buckets().send(new PutObjectCommand({ Bucket: 'trail-bucket', Key, Body: logFile(records) }));
    return Key;
  };
  const keys = await Promise.all(
    [1, 2, 3, 4].map((n) => put(`file ${n}`, [trailRecord(n), trailRecord(n + 100, { readOnly: true })])),
  );
  const broken = logKey('broken');
  await buckets().send(
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
    sqs.consume(ctx, runOf(config)),
    () => false,
    async (batch) => {
      await batch.ack();
      const { visible, hidden } = await waiting(config.queueURL);
      if (visible + hidden === 0) stop();
    },
  );
  const all = batches.flatMap(({ deliveries }) => deliveries);
  expect(new Set(keptIds(batches))).toEqual(new Set([1, 2, 3, 4].map(idOf)));
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
  await buckets().send(new PutObjectCommand({ Bucket: 'trail-bucket', Key: broken, Body: logFile([trailRecord(9)]) }));
  const again = context();
  const replayed = await sqs.replay(again.ctx, config, {
    deliveryId: broken,
    payload: poison?.payload ?? Buffer.alloc(0),
  });
  expect(replayed).toMatchObject({ id: broken, records: [{ eventID: idOf(9) }], poison: [] });
});

it('leaves messages whose object may not be read, works on the others and says it', async () => {
  const config = await aQueue('forbidden');
  const Key = logKey('forbidden');
  await buckets().send(new PutObjectCommand({ Bucket: 'trail-bucket', Key, Body: logFile([trailRecord(1)]) }));
  await send(config.queueURL, [s3Notice('trail-bucket', [Key]), bridgeEnvelope(trailRecord(2))]);
  await deny('GetObject');
  const { ctx } = context();
  const found: Batch[] = [];
  const consuming = consumeUntil(
    sqs.consume(ctx, runOf(config)),
    () => false,
    async (batch) => {
      found.push(batch);
      await batch.ack();
    },
  );
  await expect(consuming).rejects.toMatchObject({ name: expect.stringMatching(/AccessDenied/) });
  expect(keptIds(found)).toEqual([idOf(2)]);
  const { visible, hidden } = await waiting(config.queueURL);
  expect(visible + hidden).toBe(1);
  expect(found.flatMap(({ deliveries }) => deliveries)).toHaveLength(1);
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
  await deny('SimulatePrincipalPolicy');
  expect((await checksOf(sqs.test(ctx, config))).get('permission:sqs:ReceiveMessage')).toMatchObject({
    state: 'skipped',
  });
  const missing = await checksOf(eventbridge.test(ctx, { ...config, queueURL: `${config.queueURL}-not` }));
  expect(missing.get('queueExists')).toMatchObject({ state: 'failed' });
  await deny('GetQueueAttributes');
  const denied = await checksOf(eventbridge.test(ctx, config));
  expect(denied.get('permission:sqs:GetQueueAttributes')).toMatchObject({ state: 'failed' });
});
