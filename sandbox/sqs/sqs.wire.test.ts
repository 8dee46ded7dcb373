import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aSandbox, refusalOf, TestClock, type TestSandbox } from '../testing/sandbox';

const clock = new TestClock();
let sandbox: TestSandbox;
let sqs: SQSClient;

beforeAll(async () => {
  sandbox = await aSandbox({ clock });
  const credentials = sandbox.adminKey('staging');
  sqs = new SQSClient({
    endpoint: sandbox.url,
    region: 'eu-west-1',
    credentials,
    useQueueUrlAsEndpoint: false,
    maxAttempts: 1,
  });
});
afterAll(() => sandbox.close());

const make = async (QueueName: string, Attributes: Record<string, string> = {}) =>
  (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl;
const receive = async (QueueUrl: string | undefined, most = 10) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: most, AttributeNames: ['All'] })))
    .Messages ?? [];

it('hides what was received until its timeout, a change of it, or its deletion', async () => {
  const url = await make('visible', { VisibilityTimeout: '2' });
  const Entries = [1, 2, 3].map((n) => ({ Id: String(n), MessageBody: `message ${n}` }));
  expect((await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }))).Successful).toHaveLength(3);
  const first = await receive(url);
  expect(first.map(({ Body }) => Body).sort()).toEqual(['message 1', 'message 2', 'message 3']);
  expect(await receive(url)).toEqual([]);
  const hide = (ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
    sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout }));
  await hide(first[0]?.ReceiptHandle, 60);
  await hide(first[1]?.ReceiptHandle, 0);
  expect(await receive(url)).toMatchObject([{ Body: first[1]?.Body, Attributes: { ApproximateReceiveCount: '2' } }]);
  clock.forward(3_000);
  sqs.config.systemClockOffset = 3_000;
  const again = await receive(url);
  expect(again.map(({ Body }) => Body).sort()).toEqual([first[1]?.Body, first[2]?.Body].sort());
  // A handle that a later receive replaced deletes nothing any more.
  const stale = { Id: 'stale', ReceiptHandle: first[2]?.ReceiptHandle };
  const fresh = again.map(({ ReceiptHandle }, n) => ({ Id: `fresh-${n}`, ReceiptHandle }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: [stale] }));
  const numbers = async () => {
    const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
    const { ApproximateNumberOfMessages: seen, ApproximateNumberOfMessagesNotVisible: hidden } =
      (await sqs.send(asked)).Attributes ?? {};
    return [seen, hidden];
  };
  expect(await numbers()).toEqual(['0', '3']);
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: fresh }));
  expect(await numbers()).toEqual(['0', '1']);
  expect(await refusalOf(hide('nonsense', 5))).toContain('ReceiptHandleIsInvalid');
});

it('moves what was received too often to the dead-letter queue', async () => {
  const dead = await make('poison-dead');
  const deadLetterTargetArn = 'arn:aws:sqs:eu-west-1:586209417733:poison-dead';
  const redrive = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 });
  const url = await make('poison', { VisibilityTimeout: '0', RedrivePolicy: redrive });
  await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'poison' }));
  expect(await receive(url)).toHaveLength(1);
  expect(await receive(url)).toHaveLength(1);
  expect(await receive(url)).toEqual([]);
  expect(await receive(dead)).toMatchObject([{ Body: 'poison' }]);
  const unknown = JSON.stringify({ deadLetterTargetArn: `${deadLetterTargetArn}-not`, maxReceiveCount: 2 });
  expect(await refusalOf(make('no-target', { RedrivePolicy: unknown }))).toContain('Dead letter target does not exist');
});

it('waits for a message as long as asked', async () => {
  const url = await make('polled');
  const waiting = sqs.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 10 }));
  await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'late' }));
  expect((await waiting).Messages).toMatchObject([{ Body: 'late' }]);
  const gone = new SendMessageCommand({ QueueUrl: `${url}-not`, MessageBody: 'x' });
  expect(await refusalOf(sqs.send(gone))).toMatch(/QueueDoesNotExist/);
});

it('ends a long poll at once when a message comes, and gives none to who has gone', async () => {
  const url = await make('signalled');
  const polled = () => sqs.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }));
  const waiting = polled().then(({ Messages }) => ({ Messages, at: performance.now() }));
  const abort = new AbortController();
  const sentAt = performance.now();
  await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'first', DelaySeconds: 1 }));
  const { Messages, at } = await waiting;
  expect(Messages).toMatchObject([{ Body: 'first' }]);
  // Not before its second is over, and long before the poll would have ended by itself.
  expect(at - sentAt).toBeGreaterThan(990);
  expect(at - sentAt).toBeLessThan(15_000);
  const gone = sqs.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }), {
    abortSignal: abort.signal,
  });
  const ended = gone.then(
    () => 'answered',
    (error: Error) => error.name,
  );
  await sqs.send(new SendMessageCommand({ QueueUrl: await make('other'), MessageBody: 'passes time' }));
  abort.abort();
  expect(await ended).toBe('AbortError');
  await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'second' }));
  expect((await polled()).Messages).toMatchObject([{ Body: 'second' }]);
});
