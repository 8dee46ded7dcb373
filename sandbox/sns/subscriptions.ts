import {
  GetSubscriptionAttributes$,
  type GetSubscriptionAttributesInput,
  type GetSubscriptionAttributesResponse,
  ListSubscriptions$,
  ListSubscriptionsByTopic$,
  type ListSubscriptionsByTopicInput,
  type ListSubscriptionsByTopicResponse,
  type ListSubscriptionsInput,
  type ListSubscriptionsResponse,
  SetSubscriptionAttributes$,
  type SetSubscriptionAttributesInput,
  Subscribe$,
  type SubscribeInput,
  type SubscribeResponse,
  Unsubscribe$,
  type UnsubscribeInput,
} from '@aws-sdk/client-sns';
import type { Account } from '../store/account';
import { uuid } from '../store/ids';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { pageAfter } from '../wire/model/page';
import { askTopic, badToken, heldTopic, PAGE } from './find';
import { type Subscription, subscriptionsOf } from './types';

const PROTOCOLS = new Set(['http', 'https', 'email', 'email-json', 'sms', 'sqs', 'application', 'lambda', 'firehose']);
/** Whoever is behind these has to say yes first. */
const TO_CONFIRM = new Set(['http', 'https', 'email', 'email-json']);

const topicOf = (subscriptionArn: string | undefined) => (subscriptionArn ?? '').split(':').slice(0, 6).join(':');

function held(call: Call, arn: string | undefined): { owner: Account; subscription: Subscription } {
  const owner = call.world.accounts.get((arn ?? '').split(':')[4] ?? '');
  const subscription = owner && subscriptionsOf(owner, call.region).get(arn ?? '');
  if (!owner || !subscription) throw new AwsError('NotFound', 'Subscription does not exist', 404);
  return { owner, subscription };
}

const listed = ({ arn, topicArn, protocol, endpoint, ownerId, confirmed }: Subscription) => ({
  SubscriptionArn: confirmed ? arn : 'PendingConfirmation',
  Owner: ownerId,
  Protocol: protocol,
  Endpoint: endpoint,
  TopicArn: topicArn,
});

export const subscriptionOperations = {
  Subscribe: modelWrite<SubscribeInput, SubscribeResponse>(Subscribe$, {
    ask: (call, { TopicArn }) => askTopic(call, TopicArn),
    handle: (call, { TopicArn, Protocol = '', Endpoint = '', Attributes, ReturnSubscriptionArn }) => {
      const { owner, arn } = heldTopic(call, TopicArn);
      if (!PROTOCOLS.has(Protocol))
        throw new AwsError('InvalidParameter', 'Invalid parameter: Does not support this protocol string');
      if (Endpoint === '') throw new AwsError('InvalidParameter', 'Invalid parameter: Endpoint');
      const table = subscriptionsOf(owner, call.region);
      const same = table
        .list()
        .find((each) => each.topicArn === arn && each.protocol === Protocol && each.endpoint === Endpoint);
      const subscription = same ?? {
        arn: `${arn}:${uuid(call.world.random)}`,
        topicArn: arn,
        protocol: Protocol,
        endpoint: Endpoint,
        ownerId: call.account.id,
        confirmed: !TO_CONFIRM.has(Protocol),
        settings: Attributes ?? {},
      };
      if (!same) table.put(subscription.arn, subscription, call.now);
      const tells = subscription.confirmed || ReturnSubscriptionArn;
      return { SubscriptionArn: tells ? subscription.arn : 'pending confirmation' };
    },
  }),
  Unsubscribe: modelWrite<UnsubscribeInput, object>(Unsubscribe$, {
    ask: (call, { SubscriptionArn }) => askTopic(call, topicOf(SubscriptionArn)),
    handle: (call, { SubscriptionArn }) => {
      const { owner, subscription } = held(call, SubscriptionArn);
      subscriptionsOf(owner, call.region).delete(subscription.arn, call.now);
      return {};
    },
  }),
  ListSubscriptions: modelRead<ListSubscriptionsInput, ListSubscriptionsResponse>(ListSubscriptions$, {
    ask: () => '*',
    handle: (call, { NextToken }) => {
      const own = [...call.world.accounts.values()]
        .flatMap((account) => subscriptionsOf(account, call.region).list())
        .filter(({ ownerId }) => ownerId === call.account.id)
        .sort((a, b) => (a.arn < b.arn ? -1 : 1));
      const { items, next } = pageAfter(own, PAGE, NextToken, ({ arn }) => arn, badToken);
      return { Subscriptions: items.map(listed), ...(next ? { NextToken: next } : {}) };
    },
  }),
  ListSubscriptionsByTopic: modelRead<ListSubscriptionsByTopicInput, ListSubscriptionsByTopicResponse>(
    ListSubscriptionsByTopic$,
    {
      ask: (call, { TopicArn }) => askTopic(call, TopicArn),
      handle: (call, { TopicArn, NextToken }) => {
        const { owner, arn } = heldTopic(call, TopicArn);
        const all = subscriptionsOf(owner, call.region)
          .list()
          .filter(({ topicArn }) => topicArn === arn);
        const { items, next } = pageAfter(all, PAGE, NextToken, (each) => each.arn, badToken);
        return { Subscriptions: items.map(listed), ...(next ? { NextToken: next } : {}) };
      },
    },
  ),
  GetSubscriptionAttributes: modelRead<GetSubscriptionAttributesInput, GetSubscriptionAttributesResponse>(
    GetSubscriptionAttributes$,
    {
      ask: (call, { SubscriptionArn }) => askTopic(call, topicOf(SubscriptionArn)),
      handle: (call, { SubscriptionArn }) => {
        const { subscription } = held(call, SubscriptionArn);
        return {
          Attributes: {
            SubscriptionArn: subscription.arn,
            TopicArn: subscription.topicArn,
            Owner: subscription.ownerId,
            Protocol: subscription.protocol,
            Endpoint: subscription.endpoint,
            PendingConfirmation: String(!subscription.confirmed),
            ConfirmationWasAuthenticated: String(subscription.confirmed),
            RawMessageDelivery: 'false',
            ...subscription.settings,
          },
        };
      },
    },
  ),
  SetSubscriptionAttributes: modelWrite<SetSubscriptionAttributesInput, object>(SetSubscriptionAttributes$, {
    ask: (call, { SubscriptionArn }) => askTopic(call, topicOf(SubscriptionArn)),
    handle: (call, { SubscriptionArn, AttributeName = '', AttributeValue = '' }) => {
      const { owner, subscription } = held(call, SubscriptionArn);
      const settings = { ...subscription.settings, [AttributeName]: AttributeValue };
      subscriptionsOf(owner, call.region).put(subscription.arn, { ...subscription, settings }, call.now);
      return {};
    },
  }),
};
