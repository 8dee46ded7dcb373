import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  type Subscription,
  type Tag,
} from '@aws-sdk/client-sns';
import { tokenPages } from '@/lib/aws/pages';
import { camelCase, sorted } from '@/lib/collectors/attributes';
import { concurrently } from '@/lib/collectors/concurrent';
import { orAbsent } from '@/lib/collectors/reads/absent';
import { all, readEach } from '@/lib/collectors/reads/each';
import { enrich } from '@/lib/collectors/reads/gaps';
import type {
  CollectContext,
  Collector,
  Gap,
  JsonObject,
  ListPage,
  NormalizedResource,
  NormalizeEnv,
  Relationship,
} from '@/lib/collectors/types';
import { policyDocument, tagRecord } from '@/lib/collectors/values';
import { keyReference } from '../kms/reference';
import { TOPIC_EVENTS } from './events';

/** Undefined: could not be read. */
export type RawTopic = {
  arn: string;
  attributes: Record<string, string> | undefined;
  subscriptions: Subscription[] | undefined;
  tags: Tag[] | undefined;
};

const AT_ONCE = 4;

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawTopic>> {
  let requestStartedAt = ctx.now();
  const pages = tokenPages(
    (NextToken) => {
      requestStartedAt = ctx.now();
      return ctx.clients.sns.send(new ListTopicsCommand({ NextToken }), { abortSignal: ctx.signal });
    },
    (page) => page.NextToken,
  );
  for await (const page of pages) {
    const gaps: Gap[] = [];
    const items: RawTopic[] = [];
    const read = concurrently(page.Topics ?? [], AT_ONCE, ({ TopicArn = '' }) => readTopic(ctx, TopicArn, gaps));
    for await (const topic of read) if (topic !== null) items.push(topic);
    yield { items, requestStartedAt, gaps };
  }
}

/** Null when the topic was deleted meanwhile. */
async function readTopic(ctx: CollectContext, TopicArn: string, gaps: Gap[]): Promise<RawTopic | null> {
  const { sns } = ctx.clients;
  const options = { abortSignal: ctx.signal };
  const take = async <T>(aspect: string, action: string, read: Promise<T>): Promise<T | null | undefined> => {
    const { value, gap } = await enrich(aspect, action, ctx.signal, () => orAbsent(read));
    if (gap) gaps.push(gap);
    return gap ? undefined : value;
  };
  const subscribed = tokenPages(
    (NextToken) => sns.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }), options),
    (page) => page.NextToken,
  );
  const [attributes, subscriptions, tags] = await Promise.all([
    take('attributes', 'sns:GetTopicAttributes', sns.send(new GetTopicAttributesCommand({ TopicArn }), options)),
    take(
      'subscriptions',
      'sns:ListSubscriptionsByTopic',
      all(subscribed, (page) => page.Subscriptions),
    ),
    take(
      'tags',
      'sns:ListTagsForResource',
      sns.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }), options),
    ),
  ]);
  if (attributes === null) return null;
  return {
    arn: TopicArn,
    attributes: attributes && (attributes.Attributes ?? {}),
    subscriptions: subscriptions ?? undefined,
    tags: tags === undefined ? undefined : (tags?.Tags ?? []),
  };
}

const getMany: Collector<RawTopic>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, (ref) => {
    const own = `arn:${ctx.partition}:sns:${ctx.region}:${ctx.accountId}:${ref.name}`;
    return readTopic(ctx, ref.arn ?? ref.id ?? own, []);
  });

const NOT_SETTINGS = new Set(['TopicArn', 'EffectiveDeliveryPolicy', 'BeginningArchiveTime']);
const COUNTS = /^Subscriptions(Confirmed|Pending|Deleted)$/;
const DOCUMENTS = new Set(['Policy', 'DeliveryPolicy', 'ArchivePolicy']);
const UNREAD = [
  'owner',
  'displayName',
  'policy',
  'deliveryPolicy',
  'kmsMasterKeyId',
  'signatureVersion',
  'tracingConfig',
  'fifoTopic',
  'contentBasedDeduplication',
  'archivePolicy',
].map((name) => `attributes.${name}`);

function normalize({ arn, attributes, subscriptions, tags }: RawTopic, env: NormalizeEnv): NormalizedResource {
  const given = Object.entries(attributes ?? {});
  return {
    type: 'AWS::SNS::Topic',
    id: arn,
    arn,
    name: arn.slice(arn.lastIndexOf(':') + 1),
    region: env.region,
    tags: tagRecord(tags),
    attributes: {
      ...Object.fromEntries(
        given
          .filter(([key]) => !COUNTS.test(key) && !NOT_SETTINGS.has(key))
          .map(([key, text]) => [camelCase(key), DOCUMENTS.has(key) ? policyDocument(text) : text]),
      ),
      ...(subscriptions && { subscriptions: sorted(subscriptions.map(subscriptionOf)) }),
    },
    volatile: Object.fromEntries(
      given.filter(([key]) => COUNTS.test(key)).map(([key, text]) => [camelCase(key), Number(text)]),
    ),
    relationships: [
      ...(attributes?.KmsMasterKeyId ? keyReference(attributes.KmsMasterKeyId) : []),
      ...(subscriptions ?? []).flatMap(delivery),
    ],
    createdAt: null,
    unread: [
      ...(attributes ? [] : UNREAD),
      ...(subscriptions ? [] : ['attributes.subscriptions']),
      ...(tags ? [] : ['tags']),
    ],
  };
}

/** What a webhook's address carries to prove itself (user info, query) is a secret and is left out. */
function subscriptionOf({ SubscriptionArn, Protocol, Endpoint = '', Owner }: Subscription): JsonObject {
  const address = /^(https?:\/\/)(?:[^@/?#]*@)?([^?#]*)/.exec(Endpoint);
  return {
    subscriptionArn: SubscriptionArn ?? null,
    protocol: Protocol ?? null,
    endpoint: address ? `${address[1]}${address[2]}` : Endpoint,
    owner: Owner ?? null,
  };
}

const TARGETS: Readonly<Record<string, string>> = {
  sqs: 'AWS::SQS::Queue',
  lambda: 'AWS::Lambda::Function',
  firehose: 'AWS::KinesisFirehose::DeliveryStream',
};

function delivery({ Protocol = '', Endpoint }: Subscription): Relationship[] {
  const toType = TARGETS[Protocol];
  return toType && Endpoint ? [{ kind: 'deliversTo', toType, toArn: Endpoint }] : [];
}

export const topicCollector: Collector<RawTopic> = {
  service: 'sns',
  type: 'AWS::SNS::Topic',
  title: 'SNS topic',
  scope: 'regional',
  actions: ['sns:ListTopics'],
  enrichingActions: ['sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic', 'sns:ListTagsForResource'],
  readActions: [],
  list,
  getMany,
  normalize,
  events: TOPIC_EVENTS,
};
