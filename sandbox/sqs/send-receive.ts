import { randomUUID } from 'node:crypto';
import {
  type Message as ReceivedMessage,
  ReceiveMessage$,
  type ReceiveMessageRequest,
  type ReceiveMessageResult,
  SendMessage$,
  SendMessageBatch$,
  type SendMessageBatchRequest,
  type SendMessageBatchResult,
  type SendMessageRequest,
  type SendMessageResult,
} from '@aws-sdk/client-sqs';
import type { Account } from '../store/account';
import type { World } from '../store/world';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead } from '../wire/model/operation';
import { askQueue, type HeldQueue, heldQueue } from './find';
import { inboxOf } from './inbox';
import { batch, md5, messageOperations } from './messages';
import { redriveOf } from './settings';
import { type Message, queuesOf } from './types';

type Sent = Pick<SendMessageRequest, 'MessageBody' | 'DelaySeconds' | 'MessageAttributes'>;

/** Puts a message into a queue, as a service does that delivers events; `delayMs` hides it for that long. */
export function putMessage(
  world: World,
  at: { owner: Account; region: string; queue: string },
  body: string,
  more: { delayMs?: number; senderId?: string; attributes?: Message['attributes'] } = {},
): Message {
  const now = world.clock.now();
  const key = `${String(now).padStart(15, '0')}-${randomUUID()}`;
  const message: Message = {
    at: key,
    id: randomUUID(),
    body,
    sentAt: now,
    visibleAt: now + (more.delayMs ?? 0),
    receives: 0,
    senderId: more.senderId ?? at.owner.id,
    ...(more.attributes ? { attributes: more.attributes } : {}),
  };
  inboxOf(at.owner, at.region, at.queue).put(message, now);
  world.touch();
  return message;
}

function send(call: Call, { owner, queue }: HeldQueue, input: Sent) {
  const body = input.MessageBody ?? '';
  if (body === '') throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (Buffer.byteLength(body) > Number(queue.settings.MaximumMessageSize)) {
    throw new AwsError('InvalidParameterValue', 'One or more parameters are invalid. Reason: Message must be shorter.');
  }
  const delayMs = (input.DelaySeconds ?? Number(queue.settings.DelaySeconds ?? 0)) * 1000;
  const attributes = Object.entries(input.MessageAttributes ?? {}).map(([name, { DataType = '', StringValue }]) => [
    name,
    { DataType, StringValue },
  ]);
  const place = { owner, region: call.region, queue: queue.name };
  const more = attributes.length > 0 ? { attributes: Object.fromEntries(attributes) } : {};
  const message = putMessage(call.world, place, body, { delayMs, senderId: call.caller.userId, ...more });
  return { MessageId: message.id, MD5OfMessageBody: md5(body) };
}

/** The oldest that are visible, hidden from then on; those received too often go to the dead-letter queue instead. */
function receive(call: Call, { owner, queue }: HeldQueue, input: ReceiveMessageRequest): ReceivedMessage[] {
  const now = call.world.clock.now();
  const inbox = inboxOf(owner, call.region, queue.name);
  const timeout = (input.VisibilityTimeout ?? Number(queue.settings.VisibilityTimeout ?? 30)) * 1000;
  const retention = Number(queue.settings.MessageRetentionPeriod ?? 345_600) * 1000;
  const redrive = redriveOf(queue.settings.RedrivePolicy);
  const received: Message[] = [];
  while (received.length < (input.MaxNumberOfMessages ?? 1)) {
    const message = inbox.take(now);
    if (message === undefined) break;
    const isWornOut = redrive !== undefined && message.receives >= redrive.maxReceiveCount;
    if (message.sentAt + retention < now || (isWornOut && bury(call, message, redrive.deadLetterTargetArn))) {
      inbox.remove(message.at);
      continue;
    }
    received.push({
      ...message,
      handle: Buffer.from(`${message.at} ${randomUUID()}`).toString('base64'),
      visibleAt: now + timeout,
      receives: message.receives + 1,
      firstReceivedAt: message.firstReceivedAt ?? now,
    });
  }
  // Only now: with a timeout of nothing they would be seen again at once.
  for (const each of received) inbox.keep(each);
  if (received.length > 0) call.world.touch();
  return received.map((each) => shown(each, input));
}

function bury(call: Call, message: Message, targetArn: string): boolean {
  const [, , , region = '', accountId = '', name = ''] = targetArn.split(':');
  const owner = call.world.accounts.get(accountId);
  if (owner === undefined || queuesOf(owner, region).get(name) === undefined) return false;
  const now = call.world.clock.now();
  inboxOf(owner, region, name).put({ ...message, visibleAt: now, receives: 0 }, now);
  return true;
}

function shown(message: Message, input: ReceiveMessageRequest): ReceivedMessage {
  const asked: readonly string[] = [...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])];
  const system = Object.entries({
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receives),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
  }).filter(([name]) => asked.includes('All') || asked.includes(name));
  return {
    MessageId: message.id,
    ReceiptHandle: message.handle,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(system.length > 0 ? { Attributes: Object.fromEntries(system) } : {}),
    ...(message.attributes && input.MessageAttributeNames?.length ? { MessageAttributes: message.attributes } : {}),
  };
}

export const sendReceiveOperations = {
  ...messageOperations,
  SendMessage: modelRead<SendMessageRequest, SendMessageResult>(SendMessage$, {
    ask: askQueue('SendMessage'),
    handle: (call, input) => send(call, heldQueue(call, input.QueueUrl), input),
  }),
  SendMessageBatch: modelRead<SendMessageBatchRequest, SendMessageBatchResult>(SendMessageBatch$, {
    ask: askQueue('SendMessage'),
    handle: (call, { QueueUrl, Entries }) => {
      const held = heldQueue(call, QueueUrl);
      return batch(Entries, (entry) => ({ Id: entry.Id ?? '', ...send(call, held, entry) }));
    },
  }),
  ReceiveMessage: modelRead<ReceiveMessageRequest, ReceiveMessageResult>(ReceiveMessage$, {
    ask: askQueue('ReceiveMessage'),
    handle: async (call, input) => {
      const most = input.MaxNumberOfMessages ?? 1;
      if (most < 1 || most > 10) {
        throw new AwsError('InvalidParameterValue', 'MaxNumberOfMessages must be between 1 and 10, if provided.');
      }
      const { settings } = heldQueue(call, input.QueueUrl).queue;
      const seconds = input.WaitTimeSeconds ?? Number(settings.ReceiveMessageWaitTimeSeconds ?? 0);
      if (seconds < 0 || seconds > 20) {
        throw new AwsError('InvalidParameterValue', 'WaitTimeSeconds must be between 0 and 20, if provided.');
      }
      const until = performance.now() + seconds * 1000;
      for (;;) {
        const held = heldQueue(call, input.QueueUrl);
        const Messages = receive(call, held, input);
        const left = until - performance.now();
        if (Messages.length > 0) return { Messages };
        if (left <= 0) return {};
        await inboxOf(held.owner, call.region, held.queue.name).wait(call.world.clock.now(), left);
        // Nobody hears the answer any more: a message must not go to where it is lost for its timeout.
        if (call.isGone?.()) return {};
      }
    },
  }),
};
