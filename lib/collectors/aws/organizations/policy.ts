import {
  DescribePolicyCommand,
  ListPoliciesCommand,
  ListTargetsForPolicyCommand,
  type PolicySummary,
  type PolicyTargetSummary,
  PolicyType,
} from '@aws-sdk/client-organizations';
import { classifyAwsError } from '@/lib/aws/errors';
import { tokenPages } from '@/lib/aws/pages';
import { attributesOf, sorted } from '@/lib/collectors/attributes';
import { all, readEach } from '@/lib/collectors/reads/each';
import { readAspect, withAspects } from '@/lib/collectors/reads/enriched';
import { amongOthers, refFrom, refsAt, trailEvents } from '@/lib/collectors/trail-refs';
import {
  type CollectContext,
  type Collector,
  type Gap,
  GLOBAL_REGION,
  type ListPage,
  type NormalizedResource,
} from '@/lib/collectors/types';
import { policyDocument } from '@/lib/collectors/values';
import { inOrganization } from './reads/membership';
import { PAGE, placeEdge, tagsOf } from './reads/tree';

/** null: could not be read. */
export type RawPolicy = {
  summary: PolicySummary;
  content: string | null;
  targets: PolicyTargetSummary[] | null;
  tags: Record<string, string> | null;
};

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawPolicy>> {
  yield* inOrganization(ctx, async function* () {
    for (const type of Object.values(PolicyType)) yield* ofType(ctx, type);
  });
}

/** Policies of a type are listed whether the type is enabled or not. */
async function* ofType(ctx: CollectContext, Filter: PolicyType): AsyncGenerator<ListPage<RawPolicy>> {
  let requestStartedAt = ctx.now();
  const pages = tokenPages(
    (NextToken) => {
      requestStartedAt = ctx.now();
      return ctx.clients.organizations.send(new ListPoliciesCommand({ Filter, NextToken, MaxResults: PAGE }), {
        abortSignal: ctx.signal,
      });
    },
    (page) => page.NextToken,
  );
  try {
    for await (const page of pages) {
      const { items, gaps } = await withAspects(page.Policies ?? [], (summary) => enriched(ctx, summary));
      yield { items, requestStartedAt, gaps };
    }
  } catch (error) {
    const { kind, code, message } = classifyAwsError(error);
    // A partition or an emulator that does not know a newer type of policy has none of it.
    if (kind !== 'invalid') throw error;
    const gap = { aspect: `policies of type ${Filter}`, action: 'organizations:ListPolicies', code, message };
    yield { items: [], requestStartedAt, gaps: [gap] };
  }
}

async function enriched(
  ctx: CollectContext,
  summary: PolicySummary,
): Promise<{ raw: RawPolicy; gaps: (Gap | null)[] }> {
  const { organizations } = ctx.clients;
  const options = { abortSignal: ctx.signal };
  const PolicyId = summary.Id;
  const [content, targets, tags] = await Promise.all([
    readAspect(ctx, {
      aspect: 'content',
      action: 'organizations:DescribePolicy',
      read: async () =>
        (await organizations.send(new DescribePolicyCommand({ PolicyId }), options)).Policy?.Content ?? '',
    }),
    readAspect(ctx, {
      aspect: 'targetIds',
      action: 'organizations:ListTargetsForPolicy',
      read: () =>
        all(
          tokenPages(
            (NextToken) =>
              organizations.send(new ListTargetsForPolicyCommand({ PolicyId, NextToken, MaxResults: PAGE }), options),
            (page) => page.NextToken,
          ),
          (page) => page.Targets,
        ),
    }),
    // AWS's own policies take no tags.
    summary.AwsManaged ? { value: {}, gap: null } : tagsOf(ctx, PolicyId ?? ''),
  ]);
  return {
    raw: { summary, content: content.value, targets: targets.value, tags: tags.value },
    gaps: [content.gap, targets.gap, tags.gap],
  };
}

const getMany: Collector<RawPolicy>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async (ref) => {
    const command = new DescribePolicyCommand({ PolicyId: ref.id ?? ref.arn?.split('/').at(-1) });
    const { Policy } = await ctx.clients.organizations.send(command, { abortSignal: ctx.signal });
    return Policy?.PolicySummary ? (await enriched(ctx, Policy.PolicySummary)).raw : null;
  });

function normalize({ summary, content, targets, tags }: RawPolicy): NormalizedResource {
  return {
    type: 'AWS::Organizations::Policy',
    id: summary.Id ?? '',
    arn: summary.Arn ?? null,
    name: summary.Name ?? '',
    region: GLOBAL_REGION,
    tags: tags ?? {},
    attributes: {
      ...attributesOf(summary, { omit: ['Id', 'Arn', 'Name'] }),
      ...(content !== null && { content: policyDocument(content) }),
      ...(targets && { targetIds: sorted(targets.map(({ TargetId }) => TargetId ?? '')) }),
    },
    volatile: {},
    relationships: (targets ?? []).map(({ TargetId, Arn }) => placeEdge('attached', TargetId ?? '', Arn)),
    createdAt: null,
    unread: [
      ...(tags ? [] : ['tags']),
      ...(content === null ? ['attributes.content'] : []),
      ...(targets ? [] : ['attributes.targetIds']),
    ],
  };
}

const SOURCE = 'organizations.amazonaws.com';

export const organizationPolicyCollector: Collector<RawPolicy> = {
  service: 'organizations',
  type: 'AWS::Organizations::Policy',
  title: 'Organization policy',
  scope: 'global',
  actions: ['organizations:DescribeOrganization', 'organizations:ListPolicies', 'organizations:ListRoots'],
  enrichingActions: [
    'organizations:DescribePolicy',
    'organizations:ListTagsForResource',
    'organizations:ListTargetsForPolicy',
  ],
  readActions: [],
  list,
  getMany,
  normalize,
  events: [
    ...trailEvents(SOURCE, refFrom({ id: 'responseElements.policy.policySummary.id' }), { creates: ['CreatePolicy'] }),
    ...trailEvents(SOURCE, refFrom({ id: 'requestParameters.policyId' }), {
      updates: ['UpdatePolicy', 'AttachPolicy', 'DetachPolicy'],
      deletes: ['DeletePolicy'],
    }),
    ...trailEvents(
      SOURCE,
      amongOthers(refsAt('requestParameters.resourceId', (id) => (id.startsWith('p-') ? { id } : null))),
      {
        updates: ['TagResource', 'UntagResource'],
      },
    ),
  ],
};
