import type { Account } from '../store/account';
import type { Call, Question } from '../wire/action';
import { AwsError } from '../wire/errors';
import { type Queue, queuesOf } from './types';

export type HeldQueue = { owner: Account; queue: Queue };
type OnQueue = { QueueUrl?: string | undefined };

export const queueArn = (region: string, accountId: string, name: string) =>
  `arn:aws:sqs:${region}:${accountId}:${name}`;
export const queueUrl = (region: string, accountId: string, name: string) =>
  `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;

export const noSuchQueue = () =>
  new AwsError('QueueDoesNotExist', 'The specified queue does not exist.', 400, {
    'x-amzn-query-error': 'AWS.SimpleQueueService.NonExistentQueue;Sender',
  });

const named = (url: string | undefined) => /\/(\d{12})\/([\w-]{1,80}(?:\.fifo)?)$/.exec(url ?? '');

export function findQueue(call: Pick<Call, 'world' | 'region'>, url: string | undefined): HeldQueue | undefined {
  const [, accountId = '', name = ''] = named(url) ?? [];
  const owner = call.world.accounts.get(accountId);
  const queue = owner && queuesOf(owner, call.region).get(name);
  return owner && queue && { owner, queue };
}

export function heldQueue(call: Call, url: string | undefined): HeldQueue {
  const held = findQueue(call, url);
  if (held === undefined) throw noSuchQueue();
  return held;
}

/** What the caller's policies and the queue's own are asked; the batch calls ask for the single action. */
export const askQueue =
  (action: string) =>
  (call: Call, { QueueUrl }: OnQueue): Question => {
    const held = findQueue(call, QueueUrl);
    const [, accountId = call.account.id, name = '*'] = named(QueueUrl) ?? [];
    const question = { action: `sqs:${action}`, resource: queueArn(call.region, accountId, name) };
    return held ? { ...question, resourcePolicy: held.queue.settings.Policy, ownerId: held.owner.id } : question;
  };
