import type { Account } from '../store/account';
import type { Tag } from '../store/types';

/** Kept in `sns.topic` by its name. `settings` are the attributes that can be set, all text. */
export type Topic = {
  name: string;
  createdAt: number;
  settings: Readonly<Record<string, string>>;
  tags: readonly Tag[];
};

/** Kept in `sns.subscription` of the topic's account by its ARN. */
export type Subscription = {
  arn: string;
  topicArn: string;
  protocol: string;
  endpoint: string;
  ownerId: string;
  confirmed: boolean;
  settings: Readonly<Record<string, string>>;
};

export const topicsOf = (account: Account, region: string) => account.table<Topic>('sns.topic', region);
export const subscriptionsOf = (account: Account, region: string) =>
  account.table<Subscription>('sns.subscription', region);

export const topicArn = (region: string, accountId: string, name: string) =>
  `arn:aws:sns:${region}:${accountId}:${name}`;

/** What SNS gives a new topic: its account may do everything with it. */
export function defaultTopicPolicy(region: string, accountId: string, name: string): string {
  const actions = ['GetTopicAttributes', 'SetTopicAttributes', 'AddPermission', 'RemovePermission', 'DeleteTopic'];
  const statement = {
    Sid: '__default_statement_ID',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: [...actions, 'Subscribe', 'ListSubscriptionsByTopic', 'Publish'].map((action) => `SNS:${action}`),
    Resource: topicArn(region, accountId, name),
    Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
  };
  return JSON.stringify({ Version: '2008-10-17', Id: '__default_policy_ID', Statement: [statement] });
}
