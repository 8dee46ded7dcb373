import { DescribeOrganizationalUnitCommand } from '@aws-sdk/client-organizations';
import { readEach } from '@/lib/collectors/reads/each';
import { withAspects } from '@/lib/collectors/reads/enriched';
import { amongOthers, refFrom, refsAt, trailEvents } from '@/lib/collectors/trail-refs';
import {
  type CollectContext,
  type Collector,
  GLOBAL_REGION,
  type ListPage,
  type NormalizedResource,
} from '@/lib/collectors/types';
import { inOrganization } from './reads/membership';
import { type PlacedUnit, parentOf, placeEdge, tagsOf, unitTree } from './reads/tree';

export type RawUnit = PlacedUnit & { tags: Record<string, string> | null };

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawUnit>> {
  yield* inOrganization(ctx, async function* ({ roots }) {
    const { units, startedAt } = await unitTree(
      ctx,
      roots.map(({ Id }) => Id ?? ''),
    );
    const { items, gaps } = await withAspects(units, async (placed) => {
      const tags = await tagsOf(ctx, placed.unit.Id ?? '');
      return { raw: { ...placed, tags: tags.value }, gaps: [tags.gap] };
    });
    yield { items, requestStartedAt: startedAt, gaps };
  });
}

const getMany: Collector<RawUnit>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async (ref) => {
    const OrganizationalUnitId = ref.id ?? ref.arn?.split('/').at(-1) ?? '';
    const command = new DescribeOrganizationalUnitCommand({ OrganizationalUnitId });
    const { OrganizationalUnit: unit } = await ctx.clients.organizations.send(command, { abortSignal: ctx.signal });
    if (!unit) return null;
    const [parentId, tags] = await Promise.all([
      parentOf(ctx, OrganizationalUnitId),
      tagsOf(ctx, OrganizationalUnitId),
    ]);
    return parentId === null ? null : { unit, parentId, tags: tags.value };
  });

function normalize({ unit, parentId, tags }: RawUnit): NormalizedResource {
  return {
    type: 'AWS::Organizations::OrganizationalUnit',
    id: unit.Id ?? '',
    arn: unit.Arn ?? null,
    name: unit.Name ?? '',
    region: GLOBAL_REGION,
    tags: tags ?? {},
    attributes: { parentId },
    volatile: {},
    relationships: [placeEdge('belongsTo', parentId, unit.Arn)],
    createdAt: null,
    unread: tags ? [] : ['tags'],
  };
}

const SOURCE = 'organizations.amazonaws.com';

export const organizationalUnitCollector: Collector<RawUnit> = {
  service: 'organizations',
  type: 'AWS::Organizations::OrganizationalUnit',
  title: 'Organizational unit',
  scope: 'global',
  actions: [
    'organizations:DescribeOrganization',
    'organizations:ListOrganizationalUnitsForParent',
    'organizations:ListRoots',
  ],
  enrichingActions: ['organizations:ListTagsForResource'],
  readActions: ['organizations:DescribeOrganizationalUnit', 'organizations:ListParents'],
  list,
  getMany,
  normalize,
  events: [
    ...trailEvents(SOURCE, refFrom({ id: 'responseElements.organizationalUnit.id' }), {
      creates: ['CreateOrganizationalUnit'],
    }),
    ...trailEvents(SOURCE, refFrom({ id: 'requestParameters.organizationalUnitId' }), {
      updates: ['UpdateOrganizationalUnit'],
      deletes: ['DeleteOrganizationalUnit'],
    }),
    ...trailEvents(
      SOURCE,
      amongOthers(refsAt('requestParameters.resourceId', (id) => (id.startsWith('ou-') ? { id } : null))),
      {
        updates: ['TagResource', 'UntagResource'],
      },
    ),
  ],
};
