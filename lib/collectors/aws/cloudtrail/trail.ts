import { DescribeTrailsCommand, type Trail } from '@aws-sdk/client-cloudtrail';
import { attributesOf, sorted } from '@/lib/collectors/attributes';
import { withAspects } from '@/lib/collectors/reads/enriched';
import { arnOrName, firstOf, inArn, refFrom, trailEvents } from '@/lib/collectors/trail-refs';
import type {
  CollectContext,
  Collector,
  ListPage,
  NormalizedResource,
  NormalizeEnv,
  Relationship,
  ResourceRef,
} from '@/lib/collectors/types';
import { isoDate, tagRecord } from '@/lib/collectors/values';
import { enriched, type RawTrail } from './reads';

/** Each trail in its home region only: its replications in other regions and in an organization's members are shadows. */
async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawTrail>> {
  const requestStartedAt = ctx.now();
  const trails = await describe(ctx, undefined);
  const { items, gaps } = await withAspects(trails, (trail) => enriched(ctx, trail));
  yield { items, requestStartedAt, gaps };
}

async function describe(ctx: CollectContext, trailNameList: string[] | undefined): Promise<Trail[]> {
  const command = new DescribeTrailsCommand({ includeShadowTrails: false, trailNameList });
  return (await ctx.clients.cloudtrail.send(command, { abortSignal: ctx.signal })).trailList ?? [];
}

/** Unknown names are left out of the answer, so all can be asked for at once. */
const getMany: Collector<RawTrail>['getMany'] = async (ctx, refs) => {
  const requestStartedAt = ctx.now();
  const given = refs.map((ref) => ref.arn ?? ref.id ?? ref.name ?? '');
  const trails = await describe(ctx, [...new Set(given)]);
  const trailOf = (ref: ResourceRef) =>
    trails.find(({ TrailARN, Name }) =>
      ref.arn !== undefined || ref.id !== undefined ? TrailARN === (ref.arn ?? ref.id) : Name === ref.name,
    );
  const read = await withAspects(
    refs.flatMap((ref) => {
      const trail = trailOf(ref);
      return trail ? [{ ref, trail }] : [];
    }),
    async ({ ref, trail }) => ({ raw: { ref, raw: (await enriched(ctx, trail)).raw, requestStartedAt }, gaps: [] }),
  );
  const missing = refs.filter((ref) => !trailOf(ref)).map((ref) => ({ ref, requestStartedAt }));
  return { found: read.items, missing };
};

function relationships(trail: Trail, { partition }: NormalizeEnv): Relationship[] {
  const { S3BucketName, KmsKeyId, SnsTopicARN, CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn } = trail;
  const edges: Relationship[] = [];
  if (S3BucketName) {
    edges.push({ kind: 'logsTo', toType: 'AWS::S3::Bucket', toArn: `arn:${partition}:s3:::${S3BucketName}` });
  }
  if (CloudWatchLogsLogGroupArn) {
    const toArn = CloudWatchLogsLogGroupArn.replace(/:\*$/, '');
    edges.push({ kind: 'logsTo', toType: 'AWS::Logs::LogGroup', toArn });
  }
  if (KmsKeyId) edges.push({ kind: 'encryptsWith', toType: 'AWS::KMS::Key', toArn: KmsKeyId });
  if (SnsTopicARN) edges.push({ kind: 'deliversTo', toType: 'AWS::SNS::Topic', toArn: SnsTopicARN });
  if (CloudWatchLogsRoleArn) edges.push({ kind: 'runsAs', toType: 'AWS::IAM::Role', toArn: CloudWatchLogsRoleArn });
  return edges;
}

function normalize({ trail, status, selectors, tags }: RawTrail, env: NormalizeEnv): NormalizedResource {
  return {
    type: 'AWS::CloudTrail::Trail',
    id: trail.TrailARN ?? '',
    arn: trail.TrailARN ?? null,
    name: trail.Name ?? '',
    region: env.region,
    tags: tags ? tagRecord(tags) : {},
    attributes: {
      ...attributesOf(trail, { omit: ['Name', 'TrailARN'] }),
      // Whether it records is a setting that somebody turns on and off; when it last delivered is not.
      ...(status && { isLogging: status.IsLogging ?? false }),
      ...(selectors && {
        eventSelectors: sorted((selectors.EventSelectors ?? []).map((one) => attributesOf(one))),
        advancedEventSelectors: sorted((selectors.AdvancedEventSelectors ?? []).map((one) => attributesOf(one))),
      }),
    },
    volatile: status
      ? {
          startLoggingTime: isoDate(status.StartLoggingTime),
          stopLoggingTime: isoDate(status.StopLoggingTime),
          latestDeliveryTime: isoDate(status.LatestDeliveryTime),
          latestDeliveryError: status.LatestDeliveryError ?? null,
        }
      : {},
    relationships: relationships(trail, env),
    createdAt: null,
    unread: [
      ...(tags ? [] : ['tags']),
      ...(selectors ? [] : ['attributes.eventSelectors', 'attributes.advancedEventSelectors']),
      ...(status ? [] : ['attributes.isLogging', 'volatile.startLoggingTime', 'volatile.stopLoggingTime']),
      ...(status ? [] : ['volatile.latestDeliveryTime', 'volatile.latestDeliveryError']),
    ],
  };
}

const SOURCE = 'cloudtrail.amazonaws.com';

export const trailCollector: Collector<RawTrail> = {
  service: 'cloudtrail',
  type: 'AWS::CloudTrail::Trail',
  title: 'CloudTrail trail',
  scope: 'regional',
  actions: ['cloudtrail:DescribeTrails'],
  enrichingActions: ['cloudtrail:GetEventSelectors', 'cloudtrail:GetTrailStatus', 'cloudtrail:ListTags'],
  readActions: [],
  list,
  getMany,
  normalize,
  events: [
    ...trailEvents(
      SOURCE,
      firstOf(refFrom({ arn: 'responseElements.trailARN' }), arnOrName('requestParameters.name')),
      {
        creates: ['CreateTrail'],
        updates: ['UpdateTrail'],
      },
    ),
    ...trailEvents(SOURCE, arnOrName('requestParameters.name'), {
      updates: ['StartLogging', 'StopLogging'],
      deletes: ['DeleteTrail'],
    }),
    ...trailEvents(
      SOURCE,
      firstOf(refFrom({ arn: 'responseElements.trailARN' }), arnOrName('requestParameters.trailName')),
      { updates: ['PutEventSelectors', 'PutInsightSelectors'] },
    ),
    // Event data stores and channels are tagged by the same call.
    ...trailEvents(
      SOURCE,
      inArn('requestParameters.resourceId', /^(arn:[^:]+:cloudtrail:[^:]*:[^:]*:trail\/.+)$/, (arn) => ({ arn })),
      { updates: ['AddTags', 'RemoveTags'] },
    ),
  ],
};
