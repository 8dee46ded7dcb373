import { createHash } from 'node:crypto';
import {
  GetSAMLProviderCommand,
  type GetSAMLProviderCommandOutput,
  ListSAMLProvidersCommand,
} from '@aws-sdk/client-iam';
import { readEach } from '@/lib/collectors/reads/each';
import { type CollectContext, type Collector, GLOBAL_REGION, type NormalizedResource } from '@/lib/collectors/types';
import { arnOf, isoDate, tagRecord } from '@/lib/collectors/values';
import { samlProviderEvents } from './provider-events';

export type RawSamlProvider = { arn: string; provider: GetSAMLProviderCommandOutput };

async function* list(ctx: CollectContext) {
  const requestStartedAt = ctx.now();
  const answer = await ctx.clients.iam.send(new ListSAMLProvidersCommand({}), { abortSignal: ctx.signal });
  const refs = (answer.SAMLProviderList ?? []).map(({ Arn }) => ({ arn: Arn ?? '' }));
  const { found } = await getMany(ctx, refs);
  yield { items: found.map(({ raw }) => raw), requestStartedAt };
}

const getMany: Collector<RawSamlProvider>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async (ref) => {
    const arn = arnOf(ref);
    const command = new GetSAMLProviderCommand({ SAMLProviderArn: arn });
    return { arn, provider: await ctx.clients.iam.send(command, { abortSignal: ctx.signal }) };
  });

function normalize({ arn, provider }: RawSamlProvider): NormalizedResource {
  const metadata = provider.SAMLMetadataDocument;
  return {
    type: 'AWS::IAM::SAMLProvider',
    id: arn,
    arn,
    name: arn.split('/').at(-1) ?? arn,
    region: GLOBAL_REGION,
    tags: tagRecord(provider.Tags),
    attributes: {
      createDate: isoDate(provider.CreateDate),
      validUntil: isoDate(provider.ValidUntil),
      entityId: metadata?.match(/\bentityID\s*=\s*["']([^"']{1,1024})["']/)?.[1] ?? null,
      metadataSha256: metadata === undefined ? null : createHash('sha256').update(metadata).digest('hex'),
    },
    volatile: {},
    relationships: [],
    createdAt: isoDate(provider.CreateDate),
    unread: [],
  };
}

/** The metadata document may be 10 MB: its digest stands for it. */
export const samlProviderCollector: Collector<RawSamlProvider> = {
  service: 'iam',
  type: 'AWS::IAM::SAMLProvider',
  title: 'IAM SAML identity provider',
  scope: 'global',
  actions: ['iam:ListSAMLProviders', 'iam:GetSAMLProvider'],
  enrichingActions: [],
  readActions: [],
  list,
  getMany,
  normalize,
  events: samlProviderEvents,
};
