import { GetHostedZoneCommand, type HostedZone, ListTagsForResourcesCommand, type VPC } from '@aws-sdk/client-route-53';
import { attributesOf, sorted } from '@/lib/collectors/attributes';
import { readEach } from '@/lib/collectors/reads/each';
import { enrichBatches, enrichEach } from '@/lib/collectors/reads/enrich-each';
import {
  type CollectContext,
  type Collector,
  type Gap,
  GLOBAL_REGION,
  type ListPage,
  type NormalizedResource,
  type NormalizeEnv,
  type ResourceRef,
} from '@/lib/collectors/types';
import { tagRecord } from '@/lib/collectors/values';
import { bareZoneId, zonePages } from './reads/zones';
import { zoneEvents } from './record-events';

const TAGS_ACTION = 'route53:ListTagsForResources';
const GET_ACTION = 'route53:GetHostedZone';

/** Undefined: could not be read. A public zone has no VPCs, and is not asked for them. */
export type RawZone = {
  zone: HostedZone;
  vpcs: readonly VPC[] | undefined;
  tags: Record<string, string> | undefined;
};

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawZone>> {
  for await (const { zones, requestStartedAt } of zonePages(ctx)) {
    const { private: inside, gaps } = await vpcsOf(ctx, zones);
    const tags = await tagsOf(ctx, zones);
    const items = zones.map((zone) => ({
      zone,
      vpcs: zone.Config?.PrivateZone ? inside.get(zone) : [],
      tags: tags.values.get(bareZoneId(zone.Id)),
    }));
    yield { items, requestStartedAt, gaps: [...gaps, ...tags.gaps] };
  }
}

async function vpcsOf(
  ctx: CollectContext,
  zones: readonly HostedZone[],
): Promise<{ private: ReadonlyMap<HostedZone, VPC[]>; gaps: Gap[] }> {
  const inside = zones.filter(({ Config }) => Config?.PrivateZone);
  const { values, gaps } = await enrichEach(ctx, inside, 'vpcs', GET_ACTION, async ({ Id }) => {
    const answer = await ctx.clients.route53.send(new GetHostedZoneCommand({ Id }), { abortSignal: ctx.signal });
    return answer.VPCs ?? [];
  });
  return { private: values, gaps };
}

/** Ten zones in a call (API Reference, ListTagsForResources). */
function tagsOf(ctx: CollectContext, zones: readonly HostedZone[]) {
  const read = async (ResourceIds: string[]) => {
    const command = new ListTagsForResourcesCommand({ ResourceType: 'hostedzone', ResourceIds });
    const { ResourceTagSets = [] } = await ctx.clients.route53.send(command, { abortSignal: ctx.signal });
    return new Map(ResourceTagSets.map(({ ResourceId, Tags }) => [bareZoneId(ResourceId), tagRecord(Tags)]));
  };
  const ids = zones.map(({ Id }) => bareZoneId(Id));
  return enrichBatches(ctx, ids, 10, 'tags', TAGS_ACTION, read, {});
}

const zoneIdOf = (ref: ResourceRef) => bareZoneId(ref.id ?? ref.arn?.split(':').at(-1) ?? ref.name);

const getMany: Collector<RawZone>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async (ref) => {
    const command = new GetHostedZoneCommand({ Id: zoneIdOf(ref) });
    const { HostedZone: zone, VPCs } = await ctx.clients.route53.send(command, { abortSignal: ctx.signal });
    if (!zone) return null;
    const tags = await tagsOf(ctx, [zone]);
    return { zone, vpcs: VPCs ?? [], tags: tags.values.get(bareZoneId(zone.Id)) };
  });

function normalize({ zone, vpcs, tags }: RawZone, env: NormalizeEnv): NormalizedResource {
  const { Id, ResourceRecordSetCount, ...rest } = zone;
  const id = bareZoneId(Id);
  return {
    type: 'AWS::Route53::HostedZone',
    id,
    arn: `arn:${env.partition}:route53:::hostedzone/${id}`,
    name: zone.Name ?? '',
    region: GLOBAL_REGION,
    tags: tags ?? {},
    attributes: {
      ...attributesOf(rest),
      ...(vpcs && { vpcs: sorted(vpcs.map((vpc) => attributesOf(vpc))) }),
      addresses: zone.Name ? [zone.Name.replace(/\.$/, '')] : [],
    },
    volatile: { resourceRecordSetCount: ResourceRecordSetCount ?? null },
    relationships: (vpcs ?? []).flatMap(({ VPCId }) =>
      VPCId ? [{ kind: 'attached' as const, toType: 'AWS::EC2::VPC', toId: VPCId }] : [],
    ),
    createdAt: null,
    unread: [...(tags ? [] : ['tags']), ...(vpcs ? [] : ['attributes.vpcs'])],
  };
}

export const hostedZoneCollector: Collector<RawZone> = {
  service: 'route53',
  type: 'AWS::Route53::HostedZone',
  title: 'Hosted zone',
  scope: 'global',
  actions: ['route53:ListHostedZones'],
  enrichingActions: [TAGS_ACTION, GET_ACTION],
  readActions: [],
  list,
  getMany,
  normalize,
  events: zoneEvents,
};
