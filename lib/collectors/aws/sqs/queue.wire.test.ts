import { CreateQueueCommand, DeleteQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type CollectorBench, collectorBench, expectSoundCollector } from '@/lib/collectors/testing/collect';
import { queueCollector } from './queue';

let bench: CollectorBench;
beforeAll(async () => {
  bench = await collectorBench();
});
afterAll(() => bench.close());
afterEach(() => bench.aws.sandbox.faults.clear());

const arnOf = (name: string) => `arn:aws:sqs:eu-west-1:${bench.accountId}:${name}`;
const make = async (QueueName: string, Attributes?: Record<string, string>, tags?: Record<string, string>) => {
  const { QueueUrl } = await bench.maker().sqs.send(new CreateQueueCommand({ QueueName, Attributes, tags }));
  return QueueUrl ?? '';
};

test('a queue with a dead-letter queue, a policy and a key; what is denied; what goes', async () => {
  expect(await bench.list(queueCollector)).toEqual([]);
  await make('orders-dead');
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: arnOf('orders') }],
  };
  const key = '0f4a1c22-6a3d-4b51-8f0e-0d5b7c1f2a34';
  const url = await make(
    'orders',
    {
      VisibilityTimeout: '120',
      Policy: JSON.stringify(policy),
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf('orders-dead'), maxReceiveCount: '5' }),
      KmsMasterKeyId: key,
    },
    { Team: 'shop' },
  );
  await bench.maker().sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'hello' }));
  const found = new Map((await bench.list(queueCollector)).map((queue) => [queue.name, queue]));
  expect(found.get('orders')).toMatchObject({
    id: arnOf('orders'),
    arn: arnOf('orders'),
    tags: { Team: 'shop' },
    unread: [],
    attributes: {
      visibilityTimeout: 120,
      sqsManagedSseEnabled: false,
      policy,
      redrivePolicy: { deadLetterTargetArn: arnOf('orders-dead'), maxReceiveCount: 5 },
    },
    volatile: { approximateNumberOfMessages: 1 },
    createdAt: expect.stringMatching(/^\d{4}-/),
    relationships: [
      { kind: 'deliversTo', toType: 'AWS::SQS::Queue', toArn: arnOf('orders-dead') },
      { kind: 'encryptsWith', toType: 'AWS::KMS::Key', toId: key },
    ],
  });
  expect(found.get('orders-dead')?.attributes).toMatchObject({ policy: null, redrivePolicy: null });
  await expectSoundCollector(bench, queueCollector);

  bench.aws.sandbox.faults.add({ kind: 'deny', match: { action: 'GetQueueAttributes' } });
  const blind = await bench.list(queueCollector);
  expect(blind.map(({ name }) => name).sort()).toEqual(['orders', 'orders-dead']);
  expect(blind[0]?.unread).toContain('attributes.policy');
  bench.aws.sandbox.faults.clear();

  await bench.maker().sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
  const refs = [{ name: 'orders' }, { arn: arnOf('orders-dead') }];
  const { missing, found: left } = await queueCollector.getMany(bench.contextOf(queueCollector), refs);
  expect([missing.map(({ ref }) => ref), left.length]).toEqual([[{ name: 'orders' }], 1]);
});

test('pages are followed to the end', async () => {
  const { sqs } = bench.maker('us-west-2');
  for (let n = 0; n < 1005; n += 1) await sqs.send(new CreateQueueCommand({ QueueName: `q${n}` }));
  expect(await bench.list(queueCollector, 'us-west-2')).toHaveLength(1005);
}, 60_000);
