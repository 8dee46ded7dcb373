import { type Account, DescribeAccountCommand, ListAccountsCommand } from '@aws-sdk/client-organizations';
import { tokenPages } from '@/lib/aws/pages';
import { attributesOf } from '@/lib/collectors/attributes';
import { readEach } from '@/lib/collectors/reads/each';
import { readAspect, withAspects } from '@/lib/collectors/reads/enriched';
import { amongOthers, firstOf, refFrom, refsAt, trailEvents } from '@/lib/collectors/trail-refs';
import {
  type CollectContext,
  type Collector,
  GLOBAL_REGION,
  type ListPage,
  type NormalizedResource,
} from '@/lib/collectors/types';
import { isoDate } from '@/lib/collectors/values';
import { inOrganization } from './reads/membership';
import { accountParents, PAGE, parentOf, placeEdge, tagsOf } from './reads/tree';

/** null: could not be read. */
export type RawAccount = { account: Account; parentId: string | null; tags: Record<string, string> | null };

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawAccount>> {
  yield* inOrganization(ctx, async function* ({ roots, startedAt }) {
    const parents = await readAspect(ctx, {
      aspect: 'parentId',
      action: 'organizations:ListAccountsForParent',
      read: () =>
        accountParents(
          ctx,
          roots.map(({ Id }) => Id ?? ''),
        ),
    });
    const pages = tokenPages(
      (NextToken) =>
        ctx.clients.organizations.send(new ListAccountsCommand({ NextToken, MaxResults: PAGE }), {
          abortSignal: ctx.signal,
        }),
      (page) => page.NextToken,
    );
    for await (const page of pages) {
      const { items, gaps } = await withAspects(page.Accounts ?? [], async (account) => {
        const tags = await tagsOf(ctx, account.Id ?? '');
        const parentId = parents.value?.get(account.Id ?? '') ?? null;
        return { raw: { account, parentId, tags: tags.value }, gaps: [tags.gap] };
      });
      // The parents were read before the accounts, and an item is as old as the oldest that it rests on.
      yield { items, requestStartedAt: startedAt, gaps: parents.gap ? [parents.gap, ...gaps] : gaps };
    }
  });
}

const getMany: Collector<RawAccount>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async (ref) => {
    const AccountId = ref.id ?? ref.arn?.split('/').at(-1) ?? ref.name ?? '';
    const command = new DescribeAccountCommand({ AccountId });
    const { Account: account } = await ctx.clients.organizations.send(command, { abortSignal: ctx.signal });
    if (!account) return null;
    const [parentId, tags] = await Promise.all([parentOf(ctx, AccountId), tagsOf(ctx, AccountId)]);
    return { account, parentId, tags: tags.value };
  });

function normalize({ account, parentId, tags }: RawAccount): NormalizedResource {
  const joined = isoDate(account.JoinedTimestamp);
  return {
    type: 'AWS::Organizations::Account',
    id: account.Id ?? '',
    arn: account.Arn ?? null,
    name: account.Name ?? '',
    region: GLOBAL_REGION,
    tags: tags ?? {},
    attributes: {
      // Status is what State was called before; both say the same.
      ...attributesOf(account, { omit: ['Id', 'Arn', 'Name', 'Status', 'State', 'Paths'] }),
      state: account.State ?? account.Status ?? null,
      ...(parentId !== null && { parentId }),
    },
    volatile: {},
    relationships: parentId === null ? [] : [placeEdge('belongsTo', parentId, account.Arn)],
    createdAt: account.JoinedMethod === 'CREATED' ? joined : null,
    unread: [...(tags ? [] : ['tags']), ...(parentId === null ? ['attributes.parentId'] : [])],
  };
}

/** An account that joins or leaves is the caller itself. */
const caller = refFrom({ id: 'userIdentity.accountId' });

/** Organizations tags accounts, units and policies by one call; an account's id is twelve digits. */
const taggedAccount = amongOthers(
  refsAt('requestParameters.resourceId', (id) => (/^\d{12}$/.test(id) ? { id } : null)),
);

const SOURCE = 'organizations.amazonaws.com';

export const accountCollector: Collector<RawAccount> = {
  service: 'organizations',
  type: 'AWS::Organizations::Account',
  title: 'Organization account',
  scope: 'global',
  actions: ['organizations:DescribeOrganization', 'organizations:ListAccounts', 'organizations:ListRoots'],
  enrichingActions: [
    'organizations:ListAccountsForParent',
    'organizations:ListOrganizationalUnitsForParent',
    'organizations:ListTagsForResource',
  ],
  readActions: ['organizations:DescribeAccount', 'organizations:ListParents'],
  list,
  getMany,
  normalize,
  events: [
    // The call's answer rarely knows the id yet: the service's own event tells it when the account is there.
    ...trailEvents(SOURCE, refFrom({ id: 'responseElements.createAccountStatus.accountId' }), {
      creates: ['CreateAccount', 'CreateGovCloudAccount'],
    }),
    ...trailEvents(SOURCE, refFrom({ id: 'serviceEventDetails.createAccountStatus.accountId' }), {
      creates: ['CreateAccountResult'],
    }),
    ...trailEvents(SOURCE, refFrom({ id: 'requestParameters.accountId' }), {
      // A closed account stays in the organization, suspended, for ninety days.
      updates: ['CloseAccount', 'MoveAccount', 'RegisterDelegatedAdministrator', 'DeregisterDelegatedAdministrator'],
      deletes: ['RemoveAccountFromOrganization'],
    }),
    ...trailEvents(SOURCE, refFrom({ id: 'serviceEventDetails.closeAccountStatus.accountId' }), {
      updates: ['CloseAccountResult'],
    }),
    ...trailEvents(SOURCE, caller, { creates: ['AcceptHandshake'], deletes: ['LeaveOrganization'] }),
    ...trailEvents(SOURCE, taggedAccount, { updates: ['TagResource', 'UntagResource'] }),
    ...trailEvents('account.amazonaws.com', firstOf(refFrom({ id: 'requestParameters.accountId' }), caller), {
      updates: ['PutAccountName'],
    }),
  ],
};
