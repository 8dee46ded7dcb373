import {
  CreateQueue$,
  type CreateQueueRequest,
  type CreateQueueResult,
  DeleteQueue$,
  type DeleteQueueRequest,
  GetQueueAttributes$,
  type GetQueueAttributesRequest,
  type GetQueueAttributesResult,
  GetQueueUrl$,
  type GetQueueUrlRequest,
  type GetQueueUrlResult,
  ListQueues$,
  type ListQueuesRequest,
  type ListQueuesResult,
  ListQueueTags$,
  type ListQueueTagsRequest,
  type ListQueueTagsResult,
  PurgeQueue$,
  type PurgeQueueRequest,
  SetQueueAttributes$,
  type SetQueueAttributesRequest,
  TagQueue$,
  type TagQueueRequest,
  UntagQueue$,
  type UntagQueueRequest,
} from '@aws-sdk/client-sqs';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { pageAfter } from '../wire/model/page';
import { askQueue, findQueue, heldQueue, noSuchQueue, queueArn, queueUrl } from './find';
import { inboxOf } from './inbox';
import { checkedSettings, readAttributes } from './settings';
import { DEFAULTS, type Queue, queuesOf } from './types';

function change(call: Call, url: string | undefined, make: (queue: Queue) => Partial<Queue>): void {
  const { owner, queue } = heldQueue(call, url);
  queuesOf(owner, call.region).put(queue.name, { ...queue, ...make(queue) }, call.now);
}

function purge(call: Call, url: string | undefined): void {
  const { owner, queue } = heldQueue(call, url);
  inboxOf(owner, call.region, queue.name).clear();
}

export const queueOperations = {
  CreateQueue: modelWrite<CreateQueueRequest, CreateQueueResult>(CreateQueue$, {
    ask: (call, { QueueName }) => queueArn(call.region, call.account.id, QueueName ?? ''),
    handle: (call, input) => {
      const name = input.QueueName ?? '';
      const fifo = input.Attributes?.FifoQueue === 'true';
      if (!/^[\w-]{1,80}$/.test(name.replace(/\.fifo$/, '')) || name.endsWith('.fifo') !== fifo) {
        throw new AwsError(
          'InvalidParameterValue',
          'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length; FIFO queues end in .fifo.',
        );
      }
      const url = queueUrl(call.region, call.account.id, name);
      const settings = checkedSettings(call, { ...DEFAULTS, ...input.Attributes });
      const known = findQueue(call, url)?.queue;
      const differs = Object.entries(input.Attributes ?? {}).some(([key, value]) => known?.settings[key] !== value);
      if (known && differs) {
        throw new AwsError(
          'QueueNameExists',
          'A queue already exists with the same name and a different value for an attribute',
        );
      }
      if (known) return { QueueUrl: url };
      const queue = { name, createdAt: call.now, modifiedAt: call.now, settings, tags: input.tags ?? {} };
      queuesOf(call.account, call.region).put(name, queue, call.now);
      return { QueueUrl: url };
    },
  }),
  DeleteQueue: modelWrite<DeleteQueueRequest, object>(DeleteQueue$, {
    ask: askQueue('DeleteQueue'),
    handle: (call, { QueueUrl }) => {
      purge(call, QueueUrl);
      const { owner, queue } = heldQueue(call, QueueUrl);
      queuesOf(owner, call.region).delete(queue.name, call.now);
      return {};
    },
  }),
  PurgeQueue: modelWrite<PurgeQueueRequest, object>(PurgeQueue$, {
    ask: askQueue('PurgeQueue'),
    handle: (call, { QueueUrl }) => {
      purge(call, QueueUrl);
      return {};
    },
  }),
  ListQueues: modelRead<ListQueuesRequest, ListQueuesResult>(ListQueues$, {
    ask: () => '*',
    handle: (call, { QueueNamePrefix = '', NextToken, MaxResults }) => {
      const found = queuesOf(call.account, call.region)
        .list()
        .filter(({ name }) => name.startsWith(QueueNamePrefix));
      const invalid = () => new AwsError('InvalidParameterValue', 'NextToken is not valid.');
      const { items, next } = pageAfter(found, MaxResults ?? 1000, NextToken, ({ name }) => name, invalid);
      // Without MaxResults there is one page of a thousand and no token (SQS API reference, ListQueues).
      return {
        QueueUrls: items.map(({ name }) => queueUrl(call.region, call.account.id, name)),
        ...(next && MaxResults !== undefined ? { NextToken: next } : {}),
      };
    },
  }),
  GetQueueUrl: modelRead<GetQueueUrlRequest, GetQueueUrlResult>(GetQueueUrl$, {
    ask: (call, input) => {
      const owner = input.QueueOwnerAWSAccountId ?? call.account.id;
      return askQueue('GetQueueUrl')(call, { QueueUrl: queueUrl(call.region, owner, input.QueueName ?? '') });
    },
    handle: (call, input) => {
      const url = queueUrl(call.region, input.QueueOwnerAWSAccountId ?? call.account.id, input.QueueName ?? '');
      if (findQueue(call, url) === undefined) throw noSuchQueue();
      return { QueueUrl: url };
    },
  }),
  GetQueueAttributes: modelRead<GetQueueAttributesRequest, GetQueueAttributesResult>(GetQueueAttributes$, {
    ask: askQueue('GetQueueAttributes'),
    handle: (call, { QueueUrl, AttributeNames }) => ({
      Attributes: readAttributes(call, heldQueue(call, QueueUrl), AttributeNames ?? []),
    }),
  }),
  SetQueueAttributes: modelWrite<SetQueueAttributesRequest, object>(SetQueueAttributes$, {
    ask: askQueue('SetQueueAttributes'),
    handle: (call, { QueueUrl, Attributes }) => {
      change(call, QueueUrl, ({ settings }) => ({
        settings: checkedSettings(call, { ...settings, ...Attributes }),
        modifiedAt: call.now,
      }));
      return {};
    },
  }),
  ListQueueTags: modelRead<ListQueueTagsRequest, ListQueueTagsResult>(ListQueueTags$, {
    ask: askQueue('ListQueueTags'),
    handle: (call, { QueueUrl }) => ({ Tags: { ...heldQueue(call, QueueUrl).queue.tags } }),
  }),
  TagQueue: modelWrite<TagQueueRequest, object>(TagQueue$, {
    ask: askQueue('TagQueue'),
    handle: (call, { QueueUrl, Tags }) => {
      change(call, QueueUrl, ({ tags }) => ({ tags: { ...tags, ...Tags } }));
      return {};
    },
    // A tag's key is data: its case stays.
    trail: ({ params: { values } }) => ({ requestParameters: { queueUrl: values.QueueUrl, tags: values.Tags } }),
  }),
  UntagQueue: modelWrite<UntagQueueRequest, object>(UntagQueue$, {
    ask: askQueue('UntagQueue'),
    handle: (call, { QueueUrl, TagKeys }) => {
      change(call, QueueUrl, ({ tags }) => ({
        tags: Object.fromEntries(Object.entries(tags).filter(([key]) => !TagKeys?.includes(key))),
      }));
      return {};
    },
  }),
};
