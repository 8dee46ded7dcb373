import { CreateAliasCommand, CreateKeyCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, DeleteBucketCommand, PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand, DeleteSecretCommand, TagResourceCommand } from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand, DeleteTopicCommand, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteQueueCommand, TagQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COLLECTORS } from '@/lib/collectors/registry';
import { type CollectorBench, collectorBench } from '@/lib/collectors/testing/collect';
import type { AnyCollector, TrailEvent } from '@/lib/collectors/types';

let bench: CollectorBench;
beforeAll(async () => {
  bench = await collectorBench();
});
afterAll(() => bench.close());

/** What the newest change of the sandbox's says it touched, and whether a read finds it. */
async function touched(): Promise<string[]> {
  const [record] = bench.aws.world.changes.since(bench.aws.world.changes.sequence - 1);
  const event = record as unknown as TrailEvent;
  const told: string[] = [];
  for (const collector of COLLECTORS as readonly AnyCollector[]) {
    for (const mapping of collector.events) {
      if (mapping.source !== event.eventSource || mapping.name !== event.eventName) continue;
      const refs = mapping.refs(event);
      const { found, missing } = await collector.getMany(bench.contextOf(collector), refs);
      told.push(...found.map(() => `${event.eventName} ${mapping.change}: ${collector.type} is there`));
      told.push(...missing.map(() => `${event.eventName} ${mapping.change}: ${collector.type} is gone`));
    }
  }
  return told;
}

test('each change that the sandbox records leads to the one resource it touched', async () => {
  const { s3, kms, sqs, sns, secretsmanager } = bench.maker();
  const Bucket = 'told-by-events';
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));
  expect(await touched()).toEqual(['CreateBucket create: AWS::S3::Bucket is there']);
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }));
  expect(await touched()).toEqual(['PutBucketTagging update: AWS::S3::Bucket is there']);
  await s3.send(new DeleteBucketCommand({ Bucket }));
  expect(await touched()).toEqual(['DeleteBucket delete: AWS::S3::Bucket is gone']);

  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  expect(await touched()).toEqual(['CreateKey create: AWS::KMS::Key is there']);
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/told', TargetKeyId: KeyMetadata?.KeyId }));
  expect(await touched()).toEqual(['CreateAlias update: AWS::KMS::Key is there']);
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: KeyMetadata?.Arn, PendingWindowInDays: 7 }));
  expect(await touched()).toEqual(['ScheduleKeyDeletion update: AWS::KMS::Key is there']);

  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'told' }));
  expect(await touched()).toEqual(['CreateQueue create: AWS::SQS::Queue is there']);
  await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { Team: 'a' } }));
  expect(await touched()).toEqual(['TagQueue update: AWS::SQS::Queue is there']);
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  expect(await touched()).toEqual(['DeleteQueue delete: AWS::SQS::Queue is gone']);

  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'told' }));
  expect(await touched()).toEqual(['CreateTopic create: AWS::SNS::Topic is there']);
  const Endpoint = `arn:aws:sqs:eu-west-1:${bench.accountId}:told`;
  const { SubscriptionArn } = await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
  expect(await touched()).toEqual(['Subscribe update: AWS::SNS::Topic is there']);
  await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
  expect(await touched()).toEqual(['Unsubscribe update: AWS::SNS::Topic is there']);
  await sns.send(new DeleteTopicCommand({ TopicArn }));
  expect(await touched()).toEqual(['DeleteTopic delete: AWS::SNS::Topic is gone']);

  const { ARN } = await secretsmanager.send(new CreateSecretCommand({ Name: 'told', SecretString: 'x' }));
  expect(await touched()).toEqual(['CreateSecret create: AWS::SecretsManager::Secret is there']);
  await secretsmanager.send(new TagResourceCommand({ SecretId: 'told', Tags: [{ Key: 'a', Value: 'b' }] }));
  expect(await touched()).toEqual(['TagResource update: AWS::SecretsManager::Secret is there']);
  await secretsmanager.send(new DeleteSecretCommand({ SecretId: ARN, ForceDeleteWithoutRecovery: true }));
  expect(await touched()).toEqual(['DeleteSecret delete: AWS::SecretsManager::Secret is gone']);
});
