import type { Account } from '../store/account';
import type { Random } from '../store/random';
import type { World } from '../store/world';
import { queueArn } from './find';
import { DEFAULTS, type Queue, queuesOf } from './types';

const DAY = 86_400_000;

export function addQueue(
  world: World,
  account: Account,
  region: string,
  name: string,
  ageDays: number,
  settings: Readonly<Record<string, string>> = {},
  tags: Readonly<Record<string, string>> = {},
): Queue {
  const createdAt = Math.floor(world.clock.now() - ageDays * DAY);
  const queue = { name, createdAt, modifiedAt: createdAt, settings: { ...DEFAULTS, ...settings }, tags };
  queuesOf(account, region).load(name, queue);
  return queue;
}

/** A queue whose failures go to `<name>-dead`, which is added too. */
export function addQueueWithDead(
  world: World,
  account: Account,
  region: string,
  name: string,
  ageDays: number,
  settings: Readonly<Record<string, string>> = {},
  tags: Readonly<Record<string, string>> = {},
): Queue {
  addQueue(world, account, region, `${name}-dead`, ageDays, {}, tags);
  const deadLetterTargetArn = queueArn(region, account.id, `${name}-dead`);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 5 });
  return addQueue(world, account, region, name, ageDays, { RedrivePolicy, ...settings }, tags);
}

/** Lets everybody send: what is meant to let one topic send, without the condition that names it. */
export const openSendPolicy = (arn: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'Send', Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: arn }],
  });

const TEAMS = ['ledger', 'search', 'mobile', 'data', 'platform', 'risk', 'support', 'growth'];

/** Adds `count` queues: pairs of a queue and its dead-letter queue, one in ten alone, one in a hundred open to all. */
export function fillSqs(world: World, account: Account, region: string, count: number, random: Random): string[] {
  const table = queuesOf(account, region);
  const end = table.size + count;
  const names: string[] = [];
  while (table.size < end) {
    const team = random.pick(TEAMS);
    const name = `${team}-jobs-${table.size}`;
    const settings: Record<string, string> = random.chance(0.01)
      ? { Policy: openSendPolicy(queueArn(region, account.id, name)) }
      : {};
    const alone = end - table.size === 1 || random.chance(0.1);
    (alone ? addQueue : addQueueWithDead)(world, account, region, name, random.between(1, 1500), settings, { team });
    names.push(name);
  }
  return names;
}
