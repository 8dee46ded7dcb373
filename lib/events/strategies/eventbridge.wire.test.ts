import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { bridgeEnvelope, snsEnvelope, TEST_ACCOUNT, trailRecord } from '@/lib/events/decode/testing/records';
import { eventbridge } from './eventbridge';
import { checksOf, consumeUntil } from './testing/context';
import { idOf, keptIds, queueWorld, runOf } from './testing/queues';

const { queues, context, aQueue, send, waiting, deny, answered } = queueWorld();

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
  const batches = await consumeUntil(eventbridge.consume(ctx, runOf(config)), ({ deliveries }) => {
    seen += deliveries.length;
    return seen >= 122;
  });
  stop();
  expect(batches.length).toBeLessThan(12);
  expect(new Set(keptIds(batches))).toEqual(new Set([...Array.from({ length: 40 }, (_, n) => idOf(n * 3)), idOf(500)]));
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
      eventbridge.consume(from.ctx, runOf(config, shard)),
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
  expect(keptIds([...first, ...second]).sort()).toEqual(Array.from({ length: 200 }, (_, n) => idOf(n)).sort());
});

it('ends a long poll when the signal aborts, not when the queue answers it', async () => {
  const config = await aQueue('quiet');
  const { ctx, stop } = context();
  const polling = Promise.withResolvers<{ outcome: Promise<string> }>();
  ctx.clients(config.region).sqs.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        const answer = next(args);
        const outcome = answer.then(
          () => 'answered',
          (error: Error) => error.name,
        );
        if (commandName === 'ReceiveMessageCommand') polling.resolve({ outcome });
        return answer;
      },
    { step: 'finalizeRequest' },
  );
  const ended = consumeUntil(eventbridge.consume(ctx, runOf(config)), () => true);
  const { outcome } = await polling.promise;
  stop();
  expect(await ended).toEqual([]);
  expect(await outcome).toBe('AbortError');
});

it('brings what was never acknowledged again, and gives back what was released', async () => {
  const config = await aQueue('crash', { VisibilityTimeout: '1' });
  await send(config.queueURL, [bridgeEnvelope(trailRecord(1))]);
  const crashed = context();
  const received = await consumeUntil(
    eventbridge.consume(crashed.ctx, runOf(config)),
    () => true,
    () => {},
  );
  expect(keptIds(received)).toEqual([idOf(1)]);
  // A killed process neither deletes nor extends.
  crashed.close();
  const next = context();
  const again = await consumeUntil(
    eventbridge.consume(next.ctx, runOf(config)),
    ({ deliveries }) => deliveries.length > 0,
    (batch) => batch.release(),
  );
  expect(keptIds(again)).toEqual([idOf(1)]);
  next.stop();
  // Visible, or taken by the poll that was just given up.
  const { visible, hidden } = await waiting(config.queueURL);
  expect(visible + hidden).toBe(1);
});

it('keeps messages hidden while their commit takes long', async () => {
  const config = await aQueue('slow', { VisibilityTimeout: '1' });
  await send(config.queueURL, [bridgeEnvelope(trailRecord(1))]);
  const { ctx, stop } = context();
  const before = await answered('ChangeMessageVisibilityBatch');
  const [batch] = await consumeUntil(
    eventbridge.consume(ctx, runOf(config)),
    () => true,
    () => {},
  );
  await expect.poll(() => answered('ChangeMessageVisibilityBatch'), { timeout: 10_000 }).toBeGreaterThan(before);
  const sentAt = performance.now();
  await expect.poll(() => performance.now() - sentAt, { timeout: 3_000 }).toBeGreaterThan(1_200);
  const { Messages } = await queues().send(new ReceiveMessageCommand({ QueueUrl: config.queueURL }));
  expect(Messages ?? []).toEqual([]);
  await batch?.ack();
  await batch?.ack();
  stop();
  expect(await waiting(config.queueURL)).toEqual({ visible: 0, hidden: 0 });
});

it('works within the queue’s own timeout where hiding is denied', async () => {
  const config = await aQueue('denied', { VisibilityTimeout: '1' });
  await send(config.queueURL, [bridgeEnvelope(trailRecord(1))]);
  await deny('ChangeMessageVisibilityBatch');
  const { ctx, stop } = context();
  const received: string[] = [];
  await consumeUntil(
    eventbridge.consume(ctx, runOf(config)),
    () => received.length >= 2,
    async (batch) => {
      received.push(...keptIds([batch]));
      // The first batch is not acknowledged in time.
      if (received.length >= 2) await batch.ack();
    },
  );
  stop();
  expect(received).toEqual([idOf(1), idOf(1)]);
  expect(await waiting(config.queueURL)).toEqual({ visible: 0, hidden: 0 });
});

it('refuses a queue URL of another account or region before it calls anything', async () => {
  const { ctx } = context();
  const config = {
    queueURL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/x',
    region: 'eu-west-1',
    accountID: TEST_ACCOUNT,
  };
  await expect(consumeUntil(eventbridge.consume(ctx, runOf(config)), () => true)).rejects.toThrow(
    'of account 111122223333',
  );
  const checks = await checksOf(eventbridge.test(ctx, config));
  expect([...checks.values()]).toMatchObject([{ key: 'place', state: 'failed' }]);
});
