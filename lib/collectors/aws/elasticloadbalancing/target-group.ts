import {
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type TargetGroup,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { attributesOf, sorted } from '@/lib/collectors/attributes';
import { readEach } from '@/lib/collectors/reads/each';
import { enrichEach } from '@/lib/collectors/reads/enrich-each';
import type {
  CollectContext,
  Collector,
  Gap,
  ListPage,
  NormalizedResource,
  NormalizeEnv,
  Relationship,
} from '@/lib/collectors/types';
import { tagRecord } from '@/lib/collectors/values';
import { targetGroupEvents } from './load-balancer-events';
import { arnOfRef } from './reads/refs';
import { TAGS_ACTION, tagsByArn } from './reads/tags';
import { targetGroupPages } from './reads/target-groups';

const HEALTH_ACTION = 'elasticloadbalancing:DescribeTargetHealth';
const ATTRIBUTES_ACTION = 'elasticloadbalancing:DescribeTargetGroupAttributes';

/** Undefined: could not be read. */
export type RawTargetGroup = {
  found: TargetGroup;
  targets: readonly TargetHealthDescription[] | undefined;
  settings: Record<string, string> | undefined;
  tags: Record<string, string> | undefined;
};

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawTargetGroup>> {
  for await (const { groups, requestStartedAt } of targetGroupPages(ctx)) {
    yield { ...(await complete(ctx, groups)), requestStartedAt };
  }
}

async function complete(
  ctx: CollectContext,
  found: readonly TargetGroup[],
): Promise<{ items: RawTargetGroup[]; gaps: Gap[] }> {
  const { elbv2 } = ctx.clients;
  const options = { abortSignal: ctx.signal };
  const tags = await tagsByArn(
    ctx,
    found.map(({ TargetGroupArn = '' }) => TargetGroupArn),
  );
  const targets = await enrichEach(ctx, found, 'targets', HEALTH_ACTION, async ({ TargetGroupArn }) => {
    const answer = await elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn }), options);
    return answer.TargetHealthDescriptions ?? [];
  });
  const settings = await enrichEach(ctx, found, 'settings', ATTRIBUTES_ACTION, async ({ TargetGroupArn }) => {
    const answer = await elbv2.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn }), options);
    return tagRecord(answer.Attributes);
  });
  const items = found.map((one) => ({
    found: one,
    targets: targets.values.get(one),
    settings: settings.values.get(one),
    tags: tags.values.get(one.TargetGroupArn ?? ''),
  }));
  return { items, gaps: [...tags.gaps, ...targets.gaps, ...settings.gaps] };
}

const getMany: Collector<RawTargetGroup>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async (ref) => {
    const command = new DescribeTargetGroupsCommand({ TargetGroupArns: [arnOfRef(ref)] });
    const answer = await ctx.clients.elbv2.send(command, { abortSignal: ctx.signal });
    const { items } = await complete(ctx, answer.TargetGroups ?? []);
    return items[0] ?? null;
  });

function normalize({ found, targets, settings, tags }: RawTargetGroup, env: NormalizeEnv): NormalizedResource {
  const { TargetGroupArn: arn = '', LoadBalancerArns, ...rest } = found;
  const ips = (targets ?? []).flatMap(({ Target }) => (found.TargetType === 'ip' && Target?.Id ? [Target.Id] : []));
  return {
    type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    id: arn,
    arn,
    name: found.TargetGroupName ?? '',
    region: env.region,
    tags: tags ?? {},
    attributes: {
      ...attributesOf(rest),
      loadBalancerArns: sorted(LoadBalancerArns),
      ...(settings && { settings }),
      ...(targets && { targets: sorted(targets.map(({ Target }) => attributesOf(Target ?? {}))) }),
      ...(ips.length > 0 && { addresses: sorted([...new Set(ips)]) }),
    },
    volatile: targets ? { health: healthCounts(targets) } : {},
    relationships: [
      ...(found.VpcId ? [{ kind: 'belongsTo' as const, toType: 'AWS::EC2::VPC', toId: found.VpcId }] : []),
      ...distinct((targets ?? []).flatMap(({ Target }) => targetOf(found, Target?.Id))),
    ],
    createdAt: null,
    unread: [
      ...(tags ? [] : ['tags']),
      ...(settings ? [] : ['attributes.settings']),
      ...(targets ? [] : ['attributes.targets', 'volatile.health']),
    ],
  };
}

function targetOf({ TargetType }: TargetGroup, id: string | undefined): Relationship[] {
  if (!id) return [];
  if (TargetType === 'instance') return [{ kind: 'routesTo', toType: 'AWS::EC2::Instance', toId: id }];
  if (TargetType === 'alb') {
    return [{ kind: 'routesTo', toType: 'AWS::ElasticLoadBalancingV2::LoadBalancer', toArn: id }];
  }
  if (TargetType !== 'lambda') return [];
  // A version or an alias of the function may stand behind its ARN.
  const toArn = /^(arn:[^:]+:lambda:[^:]*:\d+:function:[^:]+)/.exec(id)?.[1] ?? id;
  return [{ kind: 'routesTo', toType: 'AWS::Lambda::Function', toArn }];
}

/** One instance may be registered on several ports. */
const distinct = (edges: Relationship[]) => [...new Map(edges.map((edge) => [edge.toId ?? edge.toArn, edge])).values()];

function healthCounts(targets: readonly TargetHealthDescription[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { TargetHealth } of targets) {
    const state = TargetHealth?.State ?? 'unknown';
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

export const targetGroupCollector: Collector<RawTargetGroup> = {
  service: 'elasticloadbalancing',
  type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  title: 'Target group',
  scope: 'regional',
  actions: ['elasticloadbalancing:DescribeTargetGroups'],
  enrichingActions: [HEALTH_ACTION, ATTRIBUTES_ACTION, TAGS_ACTION],
  readActions: [],
  list,
  getMany,
  normalize,
  events: targetGroupEvents,
};
