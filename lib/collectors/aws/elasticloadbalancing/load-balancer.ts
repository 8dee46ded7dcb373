import {
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  type LoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { attributesOf, sorted } from '@/lib/collectors/attributes';
import { readEach } from '@/lib/collectors/reads/each';
import { enrichEach } from '@/lib/collectors/reads/enrich-each';
import { enrich } from '@/lib/collectors/reads/gaps';
import { timedPages } from '@/lib/collectors/reads/timed-pages';
import type {
  CollectContext,
  Collector,
  Gap,
  ListPage,
  NormalizedResource,
  NormalizeEnv,
} from '@/lib/collectors/types';
import { isoDate, tagRecord } from '@/lib/collectors/values';
import { loadBalancerEvents } from './load-balancer-events';
import { loadBalancerRelationships } from './load-balancer-relationships';
import { arnOfRef } from './reads/refs';
import { TAGS_ACTION, tagsByArn } from './reads/tags';
import { groupsByLoadBalancer, targetGroupPages } from './reads/target-groups';

const ATTRIBUTES_ACTION = 'elasticloadbalancing:DescribeLoadBalancerAttributes';
const GROUPS_ACTION = 'elasticloadbalancing:DescribeTargetGroups';

/** Undefined: could not be read. */
export type RawLoadBalancer = {
  found: LoadBalancer;
  settings: Record<string, string> | undefined;
  tags: Record<string, string> | undefined;
  targetGroups: readonly string[] | undefined;
};

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawLoadBalancer>> {
  const groups = await enrich('targetGroups', GROUPS_ACTION, ctx.signal, () => groupsByLoadBalancer(ctx));
  const fetch = (Marker: string | undefined) =>
    ctx.clients.elbv2.send(new DescribeLoadBalancersCommand({ Marker, PageSize: 400 }), { abortSignal: ctx.signal });
  for await (const { page, requestStartedAt } of timedPages(ctx, fetch, ({ NextMarker }) => NextMarker)) {
    const behind = ({ LoadBalancerArn = '' }: LoadBalancer) => groups.value?.byArn.get(LoadBalancerArn) ?? [];
    const { items, gaps } = await complete(ctx, page.LoadBalancers ?? [], (one) =>
      groups.value ? behind(one) : undefined,
    );
    yield {
      items,
      requestStartedAt: Math.min(requestStartedAt, groups.value?.startedAt ?? requestStartedAt),
      gaps: [...gaps, ...(groups.gap ? [groups.gap] : [])],
    };
  }
}

async function complete(
  ctx: CollectContext,
  found: readonly LoadBalancer[],
  groupsOf: (one: LoadBalancer) => readonly string[] | undefined,
): Promise<{ items: RawLoadBalancer[]; gaps: Gap[] }> {
  const tags = await tagsByArn(
    ctx,
    found.map(({ LoadBalancerArn = '' }) => LoadBalancerArn),
  );
  const settings = await enrichEach(ctx, found, 'settings', ATTRIBUTES_ACTION, async ({ LoadBalancerArn }) => {
    const command = new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn });
    return tagRecord((await ctx.clients.elbv2.send(command, { abortSignal: ctx.signal })).Attributes);
  });
  const items = found.map((one) => ({
    found: one,
    settings: settings.values.get(one),
    tags: tags.values.get(one.LoadBalancerArn ?? ''),
    targetGroups: groupsOf(one),
  }));
  return { items, gaps: [...tags.gaps, ...settings.gaps] };
}

const getMany: Collector<RawLoadBalancer>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async (ref) => {
    const which = (ref.arn ?? ref.id) ? { LoadBalancerArns: [arnOfRef(ref)] } : { Names: [ref.name ?? ''] };
    const answer = await ctx.clients.elbv2.send(new DescribeLoadBalancersCommand(which), { abortSignal: ctx.signal });
    const [found] = answer.LoadBalancers ?? [];
    if (!found) return null;
    const arns: string[] = [];
    const groups = await enrich('targetGroups', GROUPS_ACTION, ctx.signal, async () => {
      for await (const page of targetGroupPages(ctx, found.LoadBalancerArn)) {
        arns.push(...page.groups.map(({ TargetGroupArn = '' }) => TargetGroupArn));
      }
    });
    const { items } = await complete(ctx, [found], () => (groups.gap ? undefined : arns));
    return items[0] ?? null;
  });

function normalize({ found, settings, tags, targetGroups }: RawLoadBalancer, env: NormalizeEnv): NormalizedResource {
  const { LoadBalancerArn: arn = '', CreatedTime, State, ...rest } = found;
  const attributes = attributesOf(rest, { omit: ['AvailabilityZones'] });
  return {
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    id: arn,
    arn,
    name: found.LoadBalancerName ?? '',
    region: env.region,
    tags: tags ?? {},
    attributes: {
      ...attributes,
      securityGroups: sorted(found.SecurityGroups),
      availabilityZones: sorted((found.AvailabilityZones ?? []).map((zone) => attributesOf(zone))),
      ...(settings && { settings }),
      ...(targetGroups && { targetGroups: sorted(targetGroups) }),
      addresses: sorted([...(found.DNSName ? [found.DNSName] : []), ...fixedAddresses(found)]),
    },
    volatile: { state: State?.Code ?? null },
    relationships: loadBalancerRelationships(found, settings, targetGroups),
    createdAt: isoDate(CreatedTime),
    unread: [
      ...(tags ? [] : ['tags']),
      ...(settings ? [] : ['attributes.settings']),
      ...(targetGroups ? [] : ['attributes.targetGroups']),
    ],
  };
}

function fixedAddresses({ AvailabilityZones = [] }: LoadBalancer): string[] {
  return AvailabilityZones.flatMap(({ LoadBalancerAddresses = [] }) =>
    LoadBalancerAddresses.flatMap(({ IpAddress, PrivateIPv4Address, IPv6Address }) =>
      [IpAddress, PrivateIPv4Address, IPv6Address].filter((address) => address !== undefined),
    ),
  );
}

export const loadBalancerCollector: Collector<RawLoadBalancer> = {
  service: 'elasticloadbalancing',
  type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  title: 'Load balancer',
  scope: 'regional',
  actions: ['elasticloadbalancing:DescribeLoadBalancers'],
  enrichingActions: [ATTRIBUTES_ACTION, TAGS_ACTION, GROUPS_ACTION],
  readActions: [],
  list,
  getMany,
  normalize,
  events: loadBalancerEvents,
};
