import { CreateTopicCommand, DeleteTopicCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type CollectorBench, collectorBench, expectSoundCollector } from '@/lib/collectors/testing/collect';
import { topicCollector } from './topic';

let bench: CollectorBench;
beforeAll(async () => {
  bench = await collectorBench();
});
afterAll(() => bench.close());
afterEach(() => bench.aws.sandbox.faults.clear());

test('a topic with its subscriptions, policy and key; what is denied; what goes', async () => {
  expect(await bench.list(topicCollector)).toEqual([]);
  const { sns, sqs } = bench.maker();
  const arn = `arn:aws:sns:eu-west-1:${bench.accountId}:orders`;
  const queueArn = `arn:aws:sqs:eu-west-1:${bench.accountId}:orders`;
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: arn }],
  };
  await sns.send(
    new CreateTopicCommand({
      Name: 'orders',
      Attributes: { Policy: JSON.stringify(policy), KmsMasterKeyId: 'alias/aws/sns' },
      Tags: [{ Key: 'team', Value: 'shop' }],
    }),
  );
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'orders' }));
  const subscribe = (Protocol: string, Endpoint: string) =>
    sns.send(new SubscribeCommand({ TopicArn: arn, Protocol, Endpoint }));
  await subscribe('sqs', queueArn);
  await subscribe('https', 'https://user:password@hooks.example/orders?token=secret');
  await sns.send(new PublishCommand({ TopicArn: arn, Message: 'hello' }));
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(JSON.parse(Messages?.[0]?.Body ?? '{}')).toMatchObject({
    Type: 'Notification',
    Message: 'hello',
    TopicArn: arn,
  });

  const [topic, ...more] = await bench.list(topicCollector);
  expect(more).toEqual([]);
  expect(topic).toMatchObject({
    id: arn,
    name: 'orders',
    tags: { team: 'shop' },
    unread: [],
    attributes: {
      owner: bench.accountId,
      policy,
      kmsMasterKeyId: 'alias/aws/sns',
      subscriptions: [
        { protocol: 'https', endpoint: 'https://hooks.example/orders', subscriptionArn: 'PendingConfirmation' },
        { protocol: 'sqs', endpoint: queueArn, owner: bench.accountId },
      ],
    },
    volatile: { subscriptionsConfirmed: 1, subscriptionsPending: 1 },
    relationships: [
      { kind: 'encryptsWith', toType: 'AWS::KMS::Key', toName: 'alias/aws/sns' },
      { kind: 'deliversTo', toType: 'AWS::SQS::Queue', toArn: queueArn },
    ],
  });
  expect(JSON.stringify(topic)).not.toMatch(/password|secret/);
  await expectSoundCollector(bench, topicCollector);

  bench.aws.sandbox.faults.add({ kind: 'deny', match: { action: 'ListSubscriptionsByTopic' } });
  const [blind] = await bench.list(topicCollector);
  expect(blind).toMatchObject({ unread: ['attributes.subscriptions'], attributes: { policy } });
  bench.aws.sandbox.faults.clear();

  await sns.send(new DeleteTopicCommand({ TopicArn: arn }));
  const { missing } = await topicCollector.getMany(bench.contextOf(topicCollector), [{ arn }, { name: 'orders' }]);
  expect(missing).toHaveLength(2);
});

test('pages are followed to the end', async () => {
  const { sns } = bench.maker('us-west-2');
  for (let n = 0; n < 205; n += 1) await sns.send(new CreateTopicCommand({ Name: `t${n}` }));
  expect(await bench.list(topicCollector, 'us-west-2')).toHaveLength(205);
}, 60_000);
