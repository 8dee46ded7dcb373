import type { Organization, Root } from '@aws-sdk/client-organizations';
import { attributesOf, sorted } from '@/lib/collectors/attributes';
import { nothing, refFrom, theOnly, trailEvents } from '@/lib/collectors/trail-refs';
import {
  type CollectContext,
  type Collector,
  GLOBAL_REGION,
  type ListPage,
  type NormalizedResource,
} from '@/lib/collectors/types';
import { inOrganization, membership } from './reads/membership';

export type RawOrganization = { organization: Organization; roots: Root[] };

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawOrganization>> {
  yield* inOrganization(ctx, async function* ({ organization, roots, startedAt }) {
    yield { items: [{ organization, roots }], requestStartedAt: startedAt };
  });
}

/** An account sees one organization at most, whatever the event called it. */
const getMany: Collector<RawOrganization>['getMany'] = async (ctx, refs) => {
  const known = await membership(ctx);
  const requestStartedAt = known.startedAt;
  if (known.organization === null) return { found: [], missing: refs.map((ref) => ({ ref, requestStartedAt })) };
  const raw = { organization: known.organization, roots: known.roots };
  return { found: refs.map((ref) => ({ ref, raw, requestStartedAt })), missing: [] };
};

function normalize({ organization, roots }: RawOrganization): NormalizedResource {
  return {
    type: 'AWS::Organizations::Organization',
    id: organization.Id ?? '',
    arn: organization.Arn ?? null,
    name: organization.Id ?? '',
    region: GLOBAL_REGION,
    tags: {},
    attributes: {
      // AvailablePolicyTypes is out of use: AWS says to look at the roots.
      ...attributesOf(organization, { omit: ['Id', 'Arn', 'AvailablePolicyTypes'] }),
      rootIds: sorted(roots.map(({ Id }) => Id ?? '')),
      enabledPolicyTypes: sorted(
        roots.flatMap(({ PolicyTypes }) =>
          (PolicyTypes ?? []).flatMap(({ Type, Status }) => (Type && Status === 'ENABLED' ? [Type as string] : [])),
        ),
      ),
    },
    volatile: {},
    relationships: [
      { kind: 'contains', toType: 'AWS::Organizations::Account', toId: organization.MasterAccountId ?? '' },
    ],
    createdAt: null,
    unread: [],
  };
}

const SOURCE = 'organizations.amazonaws.com';

export const organizationCollector: Collector<RawOrganization> = {
  service: 'organizations',
  type: 'AWS::Organizations::Organization',
  title: 'Organization',
  scope: 'global',
  actions: ['organizations:DescribeOrganization', 'organizations:ListRoots'],
  enrichingActions: [],
  readActions: [],
  list,
  getMany,
  normalize,
  events: [
    ...trailEvents(SOURCE, refFrom({ id: 'responseElements.organization.id' }), { creates: ['CreateOrganization'] }),
    ...trailEvents(SOURCE, theOnly('organization'), {
      updates: ['EnableAllFeatures', 'EnablePolicyType', 'DisablePolicyType'],
    }),
    ...trailEvents(SOURCE, nothing, { deletes: ['DeleteOrganization'] }),
  ],
  eventless: { delete: 'DeleteOrganization asks and answers nothing: the record does not tell which organization.' },
};
