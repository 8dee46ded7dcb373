import { attributesOf, sorted } from '@/lib/collectors/attributes';
import { concurrently } from '@/lib/collectors/concurrent';
import type {
  CollectContext,
  Collector,
  Found,
  Json,
  JsonObject,
  ListPage,
  Missing,
  NormalizedResource,
  NormalizeEnv,
} from '@/lib/collectors/types';
import { isoDate, policyDocument, tagRecord } from '@/lib/collectors/values';
import { ASPECTS, type AspectName, type Aspects, readAspects } from './aspects';
import { allBuckets, bucketNamed, type Located } from './buckets';
import { bucketEvents } from './events';
import { bucketRelationships } from './relationships';

export type RawBucket = { bucket: Located; aspects: Aspects };

/** Buckets at once, with eleven calls each; and how many a page holds. */
const AT_ONCE = 4;
const PAGE = 100;

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawBucket>> {
  const { startedAt, byRegion } = await allBuckets(ctx);
  let page: ListPage<RawBucket> = { items: [], requestStartedAt: startedAt, gaps: [] };
  const read = concurrently(byRegion.get(ctx.region) ?? [], AT_ONCE, async (bucket) => ({
    bucket,
    answer: await readAspects(ctx, bucket.name),
  }));
  for await (const { bucket, answer } of read) {
    if (answer === null) continue;
    page.items.push({ bucket, aspects: answer.aspects });
    page.gaps?.push(...answer.gaps);
    if (page.items.length < PAGE) continue;
    yield page;
    page = { items: [], requestStartedAt: startedAt, gaps: [] };
  }
  yield page;
}

/** A bucket of another region is neither found nor missing: this region's scope cannot tell of it. */
const getMany: Collector<RawBucket>['getMany'] = async (ctx, refs) => {
  const found: Found<RawBucket>[] = [];
  const missing: Missing[] = [];
  for (const ref of refs) {
    const requestStartedAt = ctx.now();
    const name = ref.name ?? (ref.arn ?? ref.id ?? '').split(':').at(-1) ?? '';
    const bucket = await bucketNamed(ctx, name);
    if (bucket !== null && bucket.region !== ctx.region) continue;
    const answer = bucket && (await readAspects(ctx, name));
    if (bucket && answer) found.push({ ref, raw: { bucket, aspects: answer.aspects }, requestStartedAt });
    else missing.push({ ref, requestStartedAt });
  }
  return { found, missing };
};

function normalize({ bucket, aspects }: RawBucket, env: NormalizeEnv): NormalizedResource {
  const { name, region } = bucket;
  const arn = `arn:${env.partition}:s3:::${name}`;
  const suffix = env.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    type: 'AWS::S3::Bucket',
    id: arn,
    arn,
    name,
    region,
    tags: tagRecord(aspects.tags?.TagSet),
    attributes: {
      ...settingsOf(aspects),
      addresses: [`${name}.s3.${region}.${suffix}`, `${name}.s3.${suffix}`],
    },
    volatile: {},
    relationships: bucketRelationships(aspects, env.partition),
    createdAt: isoDate(bucket.createdAt),
    unread: (Object.keys(ASPECTS) as AspectName[])
      .filter((aspect) => aspects[aspect] === undefined)
      .map((aspect) => (aspect === 'tags' ? 'tags' : `attributes.${aspect}`)),
  };
}

/** Only what was read; null says that S3 has none of it. */
function settingsOf(aspects: Aspects): JsonObject {
  const values: JsonObject = {};
  for (const aspect of Object.keys(ASPECTS) as AspectName[]) {
    const read = aspects[aspect];
    if (aspect === 'tags' || read === undefined) continue;
    values[aspect] = read === null ? null : settingOf(aspect, attributesOf(read, { omit: ['DisplayName'] }));
  }
  return values;
}

function settingOf(aspect: AspectName, value: JsonObject): Json {
  if (aspect === 'policy') return policyDocument(typeof value.policy === 'string' ? value.policy : undefined);
  if (aspect === 'acl') return { ...value, grants: sorted(Array.isArray(value.grants) ? value.grants : []) };
  // An empty answer of these two says that they were never set.
  if (aspect === 'versioning' || aspect === 'notification') return Object.keys(value).length === 0 ? null : value;
  return value;
}

export const bucketCollector: Collector<RawBucket> = {
  service: 's3',
  type: 'AWS::S3::Bucket',
  title: 'S3 bucket',
  scope: 'regional',
  // The location is only asked where an endpoint's list tells no regions; without it a bucket has no scope.
  actions: ['s3:ListAllMyBuckets', 's3:GetBucketLocation'],
  enrichingActions: Object.values(ASPECTS).map(({ action }) => action),
  readActions: [],
  list,
  getMany,
  normalize,
  events: bucketEvents,
};
