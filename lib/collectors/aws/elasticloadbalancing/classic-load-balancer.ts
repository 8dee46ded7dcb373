import {
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  type LoadBalancerAttributes,
  type LoadBalancerDescription,
} from '@aws-sdk/client-elastic-load-balancing';
import { attributesOf, sorted } from '@/lib/collectors/attributes';
import { readEach } from '@/lib/collectors/reads/each';
import { enrichBatches, enrichEach } from '@/lib/collectors/reads/enrich-each';
import { timedPages } from '@/lib/collectors/reads/timed-pages';
import type {
  CollectContext,
  Collector,
  Gap,
  ListPage,
  NormalizedResource,
  NormalizeEnv,
  Relationship,
} from '@/lib/collectors/types';
import { isoDate, nameOf, tagRecord } from '@/lib/collectors/values';
import { classicLoadBalancerEvents } from './classic-events';
import { certificate } from './listener-normalize';

const ATTRIBUTES_ACTION = 'elasticloadbalancing:DescribeLoadBalancerAttributes';
const TAGS_ACTION = 'elasticloadbalancing:DescribeTags';

/** Undefined: could not be read. */
export type RawClassic = {
  found: LoadBalancerDescription;
  settings: LoadBalancerAttributes | undefined;
  tags: Record<string, string> | undefined;
};

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawClassic>> {
  const fetch = (Marker: string | undefined) =>
    ctx.clients.elb.send(new DescribeLoadBalancersCommand({ Marker, PageSize: 400 }), { abortSignal: ctx.signal });
  for await (const { page, requestStartedAt } of timedPages(ctx, fetch, ({ NextMarker }) => NextMarker)) {
    yield { ...(await complete(ctx, page.LoadBalancerDescriptions ?? [])), requestStartedAt };
  }
}

async function complete(
  ctx: CollectContext,
  found: readonly LoadBalancerDescription[],
): Promise<{ items: RawClassic[]; gaps: Gap[] }> {
  const { elb } = ctx.clients;
  const options = { abortSignal: ctx.signal };
  const names = found.map(({ LoadBalancerName = '' }) => LoadBalancerName);
  const readTags = async (LoadBalancerNames: string[]) => {
    const answer = await elb.send(new DescribeTagsCommand({ LoadBalancerNames }), options);
    return new Map((answer.TagDescriptions ?? []).map((one) => [one.LoadBalancerName ?? '', tagRecord(one.Tags)]));
  };
  const tags = await enrichBatches(ctx, names, 20, 'tags', TAGS_ACTION, readTags, {});
  const settings = await enrichEach(ctx, names, 'settings', ATTRIBUTES_ACTION, async (LoadBalancerName) => {
    const answer = await elb.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerName }), options);
    return answer.LoadBalancerAttributes ?? {};
  });
  const items = found.map((one) => ({
    found: one,
    settings: settings.values.get(one.LoadBalancerName ?? ''),
    tags: tags.values.get(one.LoadBalancerName ?? ''),
  }));
  return { items, gaps: [...tags.gaps, ...settings.gaps] };
}

const getMany: Collector<RawClassic>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async (ref) => {
    const name = nameOf({ ...ref, arn: ref.arn ?? ref.id });
    const command = new DescribeLoadBalancersCommand({ LoadBalancerNames: [name] });
    const answer = await ctx.clients.elb.send(command, { abortSignal: ctx.signal });
    const { items } = await complete(ctx, answer.LoadBalancerDescriptions ?? []);
    return items[0] ?? null;
  });

function normalize({ found, settings, tags }: RawClassic, env: NormalizeEnv): NormalizedResource {
  const name = found.LoadBalancerName ?? '';
  const { CreatedTime, Instances = [], ListenerDescriptions = [], ...rest } = found;
  const arn = `arn:${env.partition}:elasticloadbalancing:${env.region}:${env.accountId}:loadbalancer/${name}`;
  return {
    type: 'AWS::ElasticLoadBalancing::LoadBalancer',
    id: arn,
    arn,
    name,
    region: env.region,
    tags: tags ?? {},
    attributes: {
      ...attributesOf(rest),
      availabilityZones: sorted(found.AvailabilityZones),
      subnets: sorted(found.Subnets),
      securityGroups: sorted(found.SecurityGroups),
      instances: sorted(Instances.flatMap(({ InstanceId }) => InstanceId ?? [])),
      listenerDescriptions: sorted(ListenerDescriptions.map((one) => attributesOf(one))),
      ...(settings && { settings: attributesOf(settings) }),
      addresses: found.DNSName ? [found.DNSName] : [],
    },
    volatile: {},
    relationships: relationships(found, settings),
    createdAt: isoDate(CreatedTime),
    unread: [...(tags ? [] : ['tags']), ...(settings ? [] : ['attributes.settings'])],
  };
}

function relationships(found: LoadBalancerDescription, settings: LoadBalancerAttributes | undefined): Relationship[] {
  const certificates = (found.ListenerDescriptions ?? []).flatMap(({ Listener }) => Listener?.SSLCertificateId ?? []);
  const log = settings?.AccessLog;
  return [
    ...(found.VPCId ? [{ kind: 'belongsTo' as const, toType: 'AWS::EC2::VPC', toId: found.VPCId }] : []),
    ...(found.Subnets ?? []).map((toId) => ({ kind: 'belongsTo' as const, toType: 'AWS::EC2::Subnet', toId })),
    ...(found.SecurityGroups ?? []).map((toId) => ({
      kind: 'protectedBy' as const,
      toType: 'AWS::EC2::SecurityGroup',
      toId,
    })),
    ...(found.Instances ?? []).flatMap(({ InstanceId }) =>
      InstanceId ? [{ kind: 'routesTo' as const, toType: 'AWS::EC2::Instance', toId: InstanceId }] : [],
    ),
    ...[...new Set(certificates)].map(certificate),
    ...(log?.Enabled && log.S3BucketName
      ? [{ kind: 'logsTo' as const, toType: 'AWS::S3::Bucket', toName: log.S3BucketName }]
      : []),
  ];
}

export const classicLoadBalancerCollector: Collector<RawClassic> = {
  service: 'elasticloadbalancing',
  type: 'AWS::ElasticLoadBalancing::LoadBalancer',
  title: 'Classic load balancer',
  scope: 'regional',
  actions: ['elasticloadbalancing:DescribeLoadBalancers'],
  enrichingActions: [ATTRIBUTES_ACTION, TAGS_ACTION],
  readActions: [],
  list,
  getMany,
  normalize,
  events: classicLoadBalancerEvents,
};
