import {
  GetOpenIDConnectProviderCommand,
  type GetOpenIDConnectProviderCommandOutput,
  ListOpenIDConnectProvidersCommand,
} from '@aws-sdk/client-iam';
import { readEach } from '@/lib/collectors/reads/each';
import { type CollectContext, type Collector, GLOBAL_REGION, type NormalizedResource } from '@/lib/collectors/types';
import { arnOf, isoDate, sorted, tagRecord } from '@/lib/collectors/values';
import { oidcProviderEvents } from './provider-events';

export type RawOidcProvider = { arn: string; provider: GetOpenIDConnectProviderCommandOutput };

async function* list(ctx: CollectContext) {
  const requestStartedAt = ctx.now();
  const answer = await ctx.clients.iam.send(new ListOpenIDConnectProvidersCommand({}), { abortSignal: ctx.signal });
  const refs = (answer.OpenIDConnectProviderList ?? []).map(({ Arn }) => ({ arn: Arn ?? '' }));
  const { found } = await getMany(ctx, refs);
  yield { items: found.map(({ raw }) => raw), requestStartedAt };
}

const getMany: Collector<RawOidcProvider>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async (ref) => {
    const arn = arnOf(ref);
    const command = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn });
    return { arn, provider: await ctx.clients.iam.send(command, { abortSignal: ctx.signal }) };
  });

function normalize({ arn, provider }: RawOidcProvider): NormalizedResource {
  return {
    type: 'AWS::IAM::OIDCProvider',
    id: arn,
    arn,
    name: provider.Url ?? arn.split(':oidc-provider/')[1] ?? arn,
    region: GLOBAL_REGION,
    tags: tagRecord(provider.Tags),
    attributes: {
      url: provider.Url ?? null,
      clientIdList: sorted(provider.ClientIDList),
      thumbprintList: sorted(provider.ThumbprintList),
      createDate: isoDate(provider.CreateDate),
    },
    volatile: {},
    relationships: [],
    createdAt: isoDate(provider.CreateDate),
    unread: [],
  };
}

/** An account has at most a hundred or so (the quota), so each is read. */
export const oidcProviderCollector: Collector<RawOidcProvider> = {
  service: 'iam',
  type: 'AWS::IAM::OIDCProvider',
  title: 'IAM OIDC identity provider',
  scope: 'global',
  actions: ['iam:ListOpenIDConnectProviders', 'iam:GetOpenIDConnectProvider'],
  enrichingActions: [],
  readActions: [],
  list,
  getMany,
  normalize,
  events: oidcProviderEvents,
};
