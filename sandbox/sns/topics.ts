import {
  CreateTopic$,
  type CreateTopicInput,
  type CreateTopicResponse,
  DeleteTopic$,
  type DeleteTopicInput,
  GetTopicAttributes$,
  type GetTopicAttributesInput,
  type GetTopicAttributesResponse,
  ListTagsForResource$,
  type ListTagsForResourceRequest,
  type ListTagsForResourceResponse,
  ListTopics$,
  type ListTopicsInput,
  type ListTopicsResponse,
  Publish$,
  type PublishInput,
  type PublishResponse,
  SetTopicAttributes$,
  type SetTopicAttributesInput,
  TagResource$,
  type TagResourceRequest,
  UntagResource$,
  type UntagResourceRequest,
} from '@aws-sdk/client-sns';
import { parsePolicy } from '@/lib/trust/policy/parse';
import { uuid } from '../store/ids';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { pageAfter } from '../wire/model/page';
import { askTopic, badToken, changeTopic, heldTopic, PAGE } from './find';
import { deliver } from './publish';
import { defaultTopicPolicy, subscriptionsOf, topicArn, topicsOf } from './types';

const SETTABLE = new Set([
  'Policy',
  'DisplayName',
  'DeliveryPolicy',
  'KmsMasterKeyId',
  'SignatureVersion',
  'TracingConfig',
  'FifoTopic',
  'ContentBasedDeduplication',
  'ArchivePolicy',
]);

function checked(given: Readonly<Record<string, string>>): Record<string, string> {
  for (const [name, value] of Object.entries(given)) {
    const bad = !SETTABLE.has(name) || (name === 'Policy' && !parsePolicy(value, 'resource').ok);
    if (bad) throw new AwsError('InvalidParameter', `Invalid parameter: AttributeName Reason: ${name}`);
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
}

export const topicOperations = {
  CreateTopic: modelWrite<CreateTopicInput, CreateTopicResponse>(CreateTopic$, {
    ask: (call, { Name }) => topicArn(call.region, call.account.id, Name ?? ''),
    handle: (call, { Name = '', Attributes, Tags }) => {
      const fifo = Attributes?.FifoTopic === 'true';
      if (!/^[\w-]{1,256}$/.test(Name.replace(/\.fifo$/, '')) || Name.endsWith('.fifo') !== fifo) {
        throw new AwsError('InvalidParameter', 'Invalid parameter: Topic Name');
      }
      const settings = { Policy: defaultTopicPolicy(call.region, call.account.id, Name), ...checked(Attributes ?? {}) };
      const tags = (Tags ?? []).map(({ Key = '', Value = '' }) => ({ key: Key, value: Value }));
      const table = topicsOf(call.account, call.region);
      if (!table.get(Name)) table.put(Name, { name: Name, createdAt: call.now, settings, tags }, call.now);
      return { TopicArn: topicArn(call.region, call.account.id, Name) };
    },
  }),
  // Deleting a topic that is not there succeeds.
  DeleteTopic: modelWrite<DeleteTopicInput, object>(DeleteTopic$, {
    ask: (call, { TopicArn }) => askTopic(call, TopicArn),
    handle: (call, { TopicArn }) => {
      const [, , , , accountId = '', name = ''] = (TopicArn ?? '').split(':');
      const owner = call.world.accounts.get(accountId);
      if (owner === undefined) return {};
      topicsOf(owner, call.region).delete(name, call.now);
      const subscriptions = subscriptionsOf(owner, call.region);
      for (const { arn, topicArn: of } of subscriptions.list())
        if (of === TopicArn) subscriptions.delete(arn, call.now);
      return {};
    },
  }),
  ListTopics: modelRead<ListTopicsInput, ListTopicsResponse>(ListTopics$, {
    ask: () => '*',
    handle: (call, { NextToken }) => {
      const all = topicsOf(call.account, call.region).list();
      const { items, next } = pageAfter(all, PAGE, NextToken, ({ name }) => name, badToken);
      return {
        Topics: items.map(({ name }) => ({ TopicArn: topicArn(call.region, call.account.id, name) })),
        ...(next ? { NextToken: next } : {}),
      };
    },
  }),
  GetTopicAttributes: modelRead<GetTopicAttributesInput, GetTopicAttributesResponse>(GetTopicAttributes$, {
    ask: (call, { TopicArn }) => askTopic(call, TopicArn),
    handle: (call, { TopicArn }) => {
      const { owner, topic, arn } = heldTopic(call, TopicArn);
      const own = subscriptionsOf(owner, call.region)
        .list()
        .filter((each) => each.topicArn === arn);
      const confirmed = own.filter((each) => each.confirmed).length;
      return {
        Attributes: {
          TopicArn: arn,
          Owner: owner.id,
          DisplayName: '',
          SubscriptionsConfirmed: String(confirmed),
          SubscriptionsPending: String(own.length - confirmed),
          SubscriptionsDeleted: '0',
          EffectiveDeliveryPolicy: '{"http":{"defaultHealthyRetryPolicy":{"numRetries":3}}}',
          ...topic.settings,
        },
      };
    },
  }),
  SetTopicAttributes: modelWrite<SetTopicAttributesInput, object>(SetTopicAttributes$, {
    ask: (call, { TopicArn }) => askTopic(call, TopicArn),
    handle: (call, { TopicArn, AttributeName = '', AttributeValue = '' }) => {
      changeTopic(call, TopicArn, ({ settings: { [AttributeName]: _former, ...kept } }) => ({
        settings: { ...kept, ...checked({ [AttributeName]: AttributeValue }) },
      }));
      return {};
    },
  }),
  ListTagsForResource: modelRead<ListTagsForResourceRequest, ListTagsForResourceResponse>(ListTagsForResource$, {
    ask: (call, { ResourceArn }) => askTopic(call, ResourceArn),
    handle: (call, { ResourceArn }) => ({
      Tags: heldTopic(call, ResourceArn).topic.tags.map(({ key, value }) => ({ Key: key, Value: value })),
    }),
  }),
  TagResource: modelWrite<TagResourceRequest, object>(TagResource$, {
    ask: (call, { ResourceArn }) => askTopic(call, ResourceArn),
    handle: (call, { ResourceArn, Tags }) => {
      const given = (Tags ?? []).map(({ Key = '', Value = '' }) => ({ key: Key, value: Value }));
      changeTopic(call, ResourceArn, ({ tags }) => ({
        tags: [...tags.filter(({ key }) => !given.some((each) => each.key === key)), ...given],
      }));
      return {};
    },
  }),
  UntagResource: modelWrite<UntagResourceRequest, object>(UntagResource$, {
    ask: (call, { ResourceArn }) => askTopic(call, ResourceArn),
    handle: (call, { ResourceArn, TagKeys }) => {
      changeTopic(call, ResourceArn, ({ tags }) => ({ tags: tags.filter(({ key }) => !TagKeys?.includes(key)) }));
      return {};
    },
  }),
  Publish: modelRead<PublishInput, PublishResponse>(Publish$, {
    ask: (call, { TopicArn, TargetArn }) => askTopic(call, TopicArn ?? TargetArn),
    handle: (call, input) => {
      const held = heldTopic(call, input.TopicArn ?? input.TargetArn);
      const MessageId = uuid(call.world.random);
      deliver(call.world, held, { id: MessageId, subject: input.Subject, message: input.Message ?? '', at: call.now });
      return { MessageId };
    },
  }),
};
