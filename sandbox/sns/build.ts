import { queueArn } from '../sqs/find';
import type { Account } from '../store/account';
import { uuid } from '../store/ids';
import type { Random } from '../store/random';
import type { World } from '../store/world';
import { defaultTopicPolicy, subscriptionsOf, type Topic, topicArn, topicsOf } from './types';

const DAY = 86_400_000;

export function addTopic(
  world: World,
  account: Account,
  region: string,
  name: string,
  ageDays: number,
  settings: Readonly<Record<string, string>> = {},
  tags: Topic['tags'] = [],
): string {
  const Policy = defaultTopicPolicy(region, account.id, name);
  const createdAt = Math.floor(world.clock.now() - ageDays * DAY);
  topicsOf(account, region).load(name, { name, createdAt, settings: { Policy, ...settings }, tags });
  return topicArn(region, account.id, name);
}

/** A confirmed subscription of the topic's own account. */
export function addSubscription(
  account: Account,
  region: string,
  topic: string,
  to: { protocol: string; endpoint: string },
  random: Random,
): void {
  const arn = `${topic}:${uuid(random)}`;
  const subscription = { arn, topicArn: topic, ...to, ownerId: account.id, confirmed: true, settings: {} };
  subscriptionsOf(account, region).load(arn, subscription);
}

const TEAMS = ['ledger', 'search', 'mobile', 'data', 'platform', 'risk', 'support', 'growth'];

/** Adds `count` topics; `queues` (names in the region) are subscribed to most of them. */
export function fillSns(
  world: World,
  account: Account,
  region: string,
  count: number,
  random: Random,
  queues: readonly string[] = [],
): string[] {
  const from = topicsOf(account, region).size;
  return Array.from({ length: count }, (_, index) => {
    const team = random.pick(TEAMS);
    const tags = [{ key: 'team', value: team }];
    const name = `${team}-events-${from + index}`;
    const topic = addTopic(world, account, region, name, random.between(1, 1500), {}, tags);
    if (queues.length > 0 && random.chance(0.7)) {
      const endpoint = queueArn(region, account.id, random.pick(queues));
      addSubscription(account, region, topic, { protocol: 'sqs', endpoint }, random);
    }
    return topic;
  });
}
