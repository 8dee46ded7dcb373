import { S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { decodePool } from '@/lib/events/decode/pool';
import { TEST_ACCOUNT, trailRecord } from '@/lib/events/decode/testing/records';
import type { Batch } from '@/lib/events/strategies/types';
import type { CallCount } from '@/sandbox/admin/call-log';
import { addBucket } from '@/sandbox/s3/build';
import { aSandbox, type TestSandbox } from '@/sandbox/testing/sandbox';
import { testContext } from './context';

/** A sandbox with queues and the bucket `trail-bucket`, for the tests of one file; faults and contexts end with each. */
export function queueWorld() {
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
  return {
    queues: () => queues,
    buckets: () => buckets,
    context: () => {
      const made = testContext({ url: sandbox.url, credentials: sandbox.adminKey('staging') });
      open.push(made);
      return made;
    },
    aQueue: async (name: string, Attributes: Record<string, string> = {}) => {
      const { QueueUrl = '' } = await queues.send(new CreateQueueCommand({ QueueName: name, Attributes }));
      return { queueURL: QueueUrl, region: 'eu-west-1', accountID: TEST_ACCOUNT };
    },
    send: async (queueURL: string, bodies: readonly string[]) => {
      for (let n = 0; n < bodies.length; n += 10) {
        const Entries = bodies.slice(n, n + 10).map((MessageBody, i) => ({ Id: String(i), MessageBody }));
        await queues.send(new SendMessageBatchCommand({ QueueUrl: queueURL, Entries }));
      }
    },
    waiting: async (queueURL: string) => {
      const command = new GetQueueAttributesCommand({ QueueUrl: queueURL, AttributeNames: ['All'] });
      const { Attributes } = await queues.send(command);
      return {
        visible: Number(Attributes?.ApproximateNumberOfMessages),
        hidden: Number(Attributes?.ApproximateNumberOfMessagesNotVisible),
      };
    },
    deny: async (action: string) => {
      const body = JSON.stringify({ kind: 'deny', match: { action } });
      const answer = await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'POST', body });
      expect(answer.ok).toBe(true);
    },
    /** How many calls of an action were answered since the sandbox began. */
    answered: async (action: string): Promise<number> => {
      const { counts } = (await (await fetch(`${sandbox.url}/_sandbox/calls`)).json()) as { counts: CallCount[] };
      return counts.filter((count) => count.action === action).reduce((sum, { calls }) => sum + calls, 0);
    },
  };
}

export const keptIds = (batches: readonly Batch[]) =>
  batches.flatMap(({ deliveries }) => deliveries.flatMap(({ records }) => records.map(({ eventID }) => eventID)));
export const idOf = (n: number) => String(trailRecord(n).eventID);
export const runOf = <C>(config: C, shard = 'queue-0') => ({ config, shard, checkpoint: null });
