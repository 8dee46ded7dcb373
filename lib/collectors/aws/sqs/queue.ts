import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
} from '@aws-sdk/client-sqs';
import { tokenPages } from '@/lib/aws/pages';
import { camelCase } from '@/lib/collectors/attributes';
import { concurrently } from '@/lib/collectors/concurrent';
import { orAbsent } from '@/lib/collectors/reads/absent';
import { readEach } from '@/lib/collectors/reads/each';
import { enrich } from '@/lib/collectors/reads/gaps';
import { firstOf, refFrom, refsAt, trailEvents } from '@/lib/collectors/trail-refs';
import type {
  CollectContext,
  Collector,
  Gap,
  Json,
  JsonObject,
  ListPage,
  NormalizedResource,
  NormalizeEnv,
  Relationship,
} from '@/lib/collectors/types';
import { policyDocument } from '@/lib/collectors/values';
import { keyReference } from '../kms/reference';

/** Undefined: could not be read. SQS gives all attributes as text. */
export type RawQueue = {
  url: string;
  attributes: Record<string, string> | undefined;
  tags: Record<string, string> | undefined;
};

const AT_ONCE = 8;

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawQueue>> {
  let requestStartedAt = ctx.now();
  const pages = tokenPages(
    (NextToken) => {
      requestStartedAt = ctx.now();
      return ctx.clients.sqs.send(new ListQueuesCommand({ MaxResults: 1000, NextToken }), { abortSignal: ctx.signal });
    },
    (page) => page.NextToken,
  );
  for await (const page of pages) {
    const gaps: Gap[] = [];
    const items: RawQueue[] = [];
    const read = concurrently(page.QueueUrls ?? [], AT_ONCE, (url) => readQueue(ctx, url, gaps));
    for await (const queue of read) if (queue !== null) items.push(queue);
    yield { items, requestStartedAt, gaps };
  }
}

/** Null when the queue was deleted meanwhile. */
async function readQueue(ctx: CollectContext, url: string, gaps: Gap[]): Promise<RawQueue | null> {
  const { sqs } = ctx.clients;
  const options = { abortSignal: ctx.signal };
  const [attributes, tags] = await Promise.all([
    enrich('attributes', 'sqs:GetQueueAttributes', ctx.signal, () =>
      orAbsent(sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }), options)),
    ),
    enrich('tags', 'sqs:ListQueueTags', ctx.signal, () =>
      orAbsent(sqs.send(new ListQueueTagsCommand({ QueueUrl: url }), options)),
    ),
  ]);
  for (const { gap } of [attributes, tags]) if (gap) gaps.push(gap);
  if (attributes.gap === null && attributes.value === null) return null;
  return {
    url,
    attributes: attributes.value ? (attributes.value.Attributes ?? {}) : undefined,
    tags: tags.gap ? undefined : (tags.value?.Tags ?? {}),
  };
}

const getMany: Collector<RawQueue>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async (ref) => {
    const QueueName = ref.name ?? (ref.arn ?? ref.id ?? '').split(':').at(-1) ?? '';
    const { QueueUrl = '' } = await ctx.clients.sqs.send(new GetQueueUrlCommand({ QueueName }), {
      abortSignal: ctx.signal,
    });
    return readQueue(ctx, QueueUrl, []);
  });

const COUNTS = /^ApproximateNumberOf/;
/** Said by the resource itself, or no settings. */
const NOT_SETTINGS = new Set(['QueueArn', 'CreatedTimestamp', 'LastModifiedTimestamp']);
const DOCUMENTS = new Set(['Policy', 'RedrivePolicy', 'RedriveAllowPolicy']);

function normalize({ url, attributes, tags }: RawQueue, env: NormalizeEnv): NormalizedResource {
  const name = url.slice(url.lastIndexOf('/') + 1);
  const arn = `arn:${env.partition}:sqs:${env.region}:${env.accountId}:${name}`;
  const given = Object.entries(attributes ?? {});
  const created = Number(attributes?.CreatedTimestamp);
  return {
    type: 'AWS::SQS::Queue',
    id: arn,
    arn,
    name,
    region: env.region,
    tags: tags ?? {},
    attributes: {
      queueUrl: url,
      ...Object.fromEntries(
        given
          .filter(([key]) => !COUNTS.test(key) && !NOT_SETTINGS.has(key))
          .map(([key, text]) => [camelCase(key), DOCUMENTS.has(key) ? policyDocument(text) : scalar(text)]),
      ),
      ...(attributes && { policy: policyDocument(attributes.Policy), redrivePolicy: redriveOf(attributes) }),
    },
    volatile: Object.fromEntries(
      given.filter(([key]) => COUNTS.test(key)).map(([key, text]) => [camelCase(key), Number(text)]),
    ),
    relationships: attributes ? relationships(attributes) : [],
    createdAt: Number.isFinite(created) ? new Date(created * 1000).toISOString() : null,
    unread: [...(attributes ? [] : UNREAD), ...(tags ? [] : ['tags'])],
  };
}

/** The settings of a queue that was not read; what it had is kept. */
const UNREAD = [
  'visibilityTimeout',
  'maximumMessageSize',
  'messageRetentionPeriod',
  'delaySeconds',
  'receiveMessageWaitTimeSeconds',
  'sqsManagedSseEnabled',
  'kmsMasterKeyId',
  'kmsDataKeyReusePeriodSeconds',
  'fifoQueue',
  'contentBasedDeduplication',
  'deduplicationScope',
  'fifoThroughputLimit',
  'policy',
  'redrivePolicy',
  'redriveAllowPolicy',
].map((name) => `attributes.${name}`);

function scalar(text: string): Json {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}

/** SQS gives `maxReceiveCount` back as the number or the text that was sent. */
function redriveOf({ RedrivePolicy }: Record<string, string>): Json {
  const document = policyDocument(RedrivePolicy);
  if (document === null || typeof document !== 'object' || Array.isArray(document)) return document;
  return { ...document, maxReceiveCount: Number(document.maxReceiveCount) };
}

function relationships(attributes: Record<string, string>): Relationship[] {
  const redrive = redriveOf(attributes) as JsonObject | string | null;
  const target = redrive !== null && typeof redrive === 'object' ? redrive.deadLetterTargetArn : undefined;
  return [
    ...(typeof target === 'string' ? [{ kind: 'deliversTo', toType: 'AWS::SQS::Queue', toArn: target } as const] : []),
    ...(attributes.KmsMasterKeyId ? keyReference(attributes.KmsMasterKeyId) : []),
  ];
}

/** Records name a queue by its URL. */
const byUrl = (path: string) => refsAt(path, (url) => ({ name: url.slice(url.lastIndexOf('/') + 1) }));

const SOURCE = 'sqs.amazonaws.com';

export const queueCollector: Collector<RawQueue> = {
  service: 'sqs',
  type: 'AWS::SQS::Queue',
  title: 'SQS queue',
  scope: 'regional',
  actions: ['sqs:ListQueues'],
  enrichingActions: ['sqs:GetQueueAttributes', 'sqs:ListQueueTags'],
  readActions: ['sqs:GetQueueUrl'],
  list,
  getMany,
  normalize,
  events: [
    ...trailEvents(
      SOURCE,
      firstOf(byUrl('responseElements.queueUrl'), refFrom({ name: 'requestParameters.queueName' })),
      { creates: ['CreateQueue'] },
    ),
    ...trailEvents(SOURCE, byUrl('requestParameters.queueUrl'), {
      updates: ['SetQueueAttributes', 'AddPermission', 'RemovePermission', 'TagQueue', 'UntagQueue', 'PurgeQueue'],
      deletes: ['DeleteQueue'],
    }),
  ],
};
