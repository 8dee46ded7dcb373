import type { Account } from '../store/account';
import type { Call, Question } from '../wire/action';
import { AwsError } from '../wire/errors';
import { type Topic, topicsOf } from './types';

export type HeldTopic = { owner: Account; topic: Topic; arn: string };

function findTopic(call: Call, arn: string | undefined): HeldTopic | undefined {
  const [, , service, region, accountId = '', name = ''] = (arn ?? '').split(':');
  if (service !== 'sns' || region !== call.region) return undefined;
  const owner = call.world.accounts.get(accountId);
  const topic = owner && topicsOf(owner, region).get(name);
  return owner && topic && { owner, topic, arn: arn ?? '' };
}

export function heldTopic(call: Call, arn: string | undefined): HeldTopic {
  const held = findTopic(call, arn);
  if (held === undefined) throw new AwsError('NotFound', 'Topic does not exist', 404);
  return held;
}

/** What the caller's policies and the topic's own are asked. */
export function askTopic(call: Call, arn: string | undefined): Question {
  const held = findTopic(call, arn);
  if (held === undefined) return { resource: arn ?? '*' };
  return { resource: held.arn, resourcePolicy: held.topic.settings.Policy, ownerId: held.owner.id };
}

export function changeTopic(call: Call, arn: string | undefined, make: (topic: Topic) => Partial<Topic>): void {
  const { owner, topic } = heldTopic(call, arn);
  topicsOf(owner, call.region).put(topic.name, { ...topic, ...make(topic) }, call.now);
}

export const badToken = () => new AwsError('InvalidParameter', 'Invalid parameter: NextToken');
export const PAGE = 100;
