import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bridgeEnvelope, TEST_ACCOUNT, trailRecord } from '@/lib/events/decode/testing/records';
import { STRATEGIES_BY_NAME } from '@/lib/events/strategies/registry';
import { aSandbox, type TestSandbox } from '@/sandbox/testing/sandbox';
import { DatabaseClock } from '../clock';
import { DrainError } from '../errors';
import type { EventPort, ShardLease } from '../event-port';
import { consumeShard, holdShard } from './consume-shard';
import { Identities } from './identities';

let sandbox: TestSandbox;
let sqs: SQSClient;
beforeAll(async () => {
  sandbox = await aSandbox();
  const credentials = sandbox.adminKey('staging');
  sqs = new SQSClient({ endpoint: sandbox.url, region: 'eu-west-1', credentials, useQueueUrlAsEndpoint: false });
});
afterAll(async () => {
  sqs.destroy();
  await sandbox.close();
});

async function aQueue(name: string) {
  const { QueueUrl: queueURL = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { VisibilityTimeout: '600' } }),
  );
  const Entries = [1, 2, 3].map((n) => ({ Id: String(n), MessageBody: bridgeEnvelope(trailRecord(n)) }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueURL, Entries }));
  const messages = async () => {
    const command = new GetQueueAttributesCommand({ QueueUrl: queueURL, AttributeNames: ['All'] });
    const { Attributes } = await sqs.send(command);
    return {
      visible: Number(Attributes?.ApproximateNumberOfMessages),
      hidden: Number(Attributes?.ApproximateNumberOfMessagesNotVisible),
    };
  };
  return { queueURL, messages };
}

/** Consumes the queue; `at` is where the sensor is told to drain, with a core that keeps nothing. */
async function drained(queueURL: string, at: 'prepare' | 'submit') {
  const stop = new AbortController();
  const now = Date.now();
  const submitted: string[] = [];
  const told = async <T>(step: typeof at, answer: T): Promise<T> => {
    if (step !== at) return answer;
    stop.abort(new DrainError());
    if (step === 'prepare') throw stop.signal.reason;
    return answer;
  };
  const port: Partial<EventPort> = {
    credentials: async () => ({}) as never,
    prepare: (_fence, events) => told('prepare', { known: events.map(() => false), owners: [] }),
    submit: (_fence, { events }) => {
      submitted.push(...events.map(({ record }) => record.eventID));
      return told('submit', { applied: events.length, unchanged: 0, pending: 0 });
    },
  };
  const identities = new Identities({
    port: port as EventPort,
    exchange: async () => sandbox.adminKey('staging'),
    signal: stop.signal,
  });
  const lease: ShardLease = {
    fence: { workspaceId: 'w', sourceId: 's', shard: 'queue-0', attempt: 1 },
    strategy: 'eventbridge',
    config: { queueURL, region: 'eu-west-1', accountID: TEST_ACCOUNT },
    integrationId: 'i',
    region: 'eu-west-1',
    checkpoint: null,
    accounts: [TEST_ACCOUNT],
    endpoints: { default: sandbox.url },
    databaseTime: now,
    leaseExpiresAt: now + 60_000,
    heartbeatEveryMs: 1_000,
    retentionDays: 36_500,
  };
  const deps = {
    port: port as EventPort,
    identities,
    collectors: [],
    strategies: STRATEGIES_BY_NAME,
    clock: new DatabaseClock(now),
    accounts: () => new Set([TEST_ACCOUNT]),
    pollMs: 20,
  };
  const done = holdShard(deps, lease, stop, consumeShard);
  return { submitted, failure: await done.then(() => null, String) };
}

it('acknowledges what was committed when it is told to drain meanwhile', async () => {
  const { queueURL, messages } = await aQueue('committed');
  const { submitted, failure } = await drained(queueURL, 'submit');
  expect(failure).toBeNull();
  expect(submitted.sort()).toEqual([1, 2, 3].map((n) => trailRecord(n).eventID));
  expect(await messages()).toEqual({ visible: 0, hidden: 0 });
});

it('gives what was not committed back at once when it is told to drain', async () => {
  const { queueURL, messages } = await aQueue('uncommitted');
  const { submitted, failure } = await drained(queueURL, 'prepare');
  expect([submitted, failure]).toEqual([[], 'DrainError: The worker is shutting down.']);
  expect(await messages()).toEqual({ visible: 3, hidden: 0 });
});
