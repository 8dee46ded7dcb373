import {
  DescribeRepositoriesCommand,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  ListTagsForResourceCommand,
  type Repository,
} from '@aws-sdk/client-ecr';
import { tokenPages } from '@/lib/aws/pages';
import { attributesOf } from '@/lib/collectors/attributes';
import { orAbsent } from '@/lib/collectors/reads/absent';
import { readEach } from '@/lib/collectors/reads/each';
import { readAspect, withAspects } from '@/lib/collectors/reads/enriched';
import { inArn, refFrom, trailEvents } from '@/lib/collectors/trail-refs';
import type {
  CollectContext,
  Collector,
  Gap,
  ListPage,
  NormalizedResource,
  NormalizeEnv,
} from '@/lib/collectors/types';
import { isoDate, policyDocument, tagRecord } from '@/lib/collectors/values';

/** `undefined`: that call was refused; null: there is none. */
export type RawRepository = {
  repository: Repository;
  tags: Record<string, string> | undefined;
  policy: string | null | undefined;
  lifecyclePolicy: string | null | undefined;
};

const PAGE = 1000;

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawRepository>> {
  let requestStartedAt = 0;
  const pages = tokenPages(
    (nextToken) => {
      requestStartedAt = ctx.now();
      const command = new DescribeRepositoriesCommand({ maxResults: PAGE, nextToken });
      return ctx.clients.ecr.send(command, { abortSignal: ctx.signal });
    },
    (page) => page.nextToken,
  );
  for await (const page of pages) {
    const { items, gaps } = await withAspects(page.repositories ?? [], (one) => enriched(ctx, one));
    yield { items, requestStartedAt, gaps };
  }
}

async function enriched(
  ctx: CollectContext,
  repository: Repository,
): Promise<{ raw: RawRepository; gaps: (Gap | null)[] }> {
  const { ecr } = ctx.clients;
  const options = { abortSignal: ctx.signal };
  const { repositoryName, repositoryArn: resourceArn } = repository;
  const [tags, policy, lifecycle] = await Promise.all([
    readAspect(ctx, {
      aspect: 'tags',
      action: 'ecr:ListTagsForResource',
      read: async () =>
        tagRecord((await orAbsent(ecr.send(new ListTagsForResourceCommand({ resourceArn }), options)))?.tags),
    }),
    readAspect(ctx, {
      aspect: 'policy',
      action: 'ecr:GetRepositoryPolicy',
      read: async () =>
        (await orAbsent(ecr.send(new GetRepositoryPolicyCommand({ repositoryName }), options)))?.policyText ?? null,
    }),
    readAspect(ctx, {
      aspect: 'lifecyclePolicy',
      action: 'ecr:GetLifecyclePolicy',
      read: async () =>
        (await orAbsent(ecr.send(new GetLifecyclePolicyCommand({ repositoryName }), options)))?.lifecyclePolicyText ??
        null,
    }),
  ]);
  return {
    raw: {
      repository,
      tags: tags.value ?? undefined,
      policy: policy.gap ? undefined : policy.value,
      lifecyclePolicy: lifecycle.gap ? undefined : lifecycle.value,
    },
    gaps: [tags.gap, policy.gap, lifecycle.gap],
  };
}

const getMany: Collector<RawRepository>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async (ref) => {
    // A name may have slashes, so it is what follows `repository/` in the ARN.
    const name = ref.name ?? (ref.arn ?? ref.id ?? '').replace(/^.*?:repository\//, '');
    const command = new DescribeRepositoriesCommand({ repositoryNames: [name] });
    const [found] = (await ctx.clients.ecr.send(command, { abortSignal: ctx.signal })).repositories ?? [];
    return found ? (await enriched(ctx, found)).raw : null;
  });

function normalize(
  { repository, tags, policy, lifecyclePolicy }: RawRepository,
  env: NormalizeEnv,
): NormalizedResource {
  const key = repository.encryptionConfiguration?.kmsKey;
  return {
    type: 'AWS::ECR::Repository',
    id: repository.repositoryArn ?? '',
    arn: repository.repositoryArn ?? null,
    name: repository.repositoryName ?? '',
    region: env.region,
    tags: tags ?? {},
    attributes: {
      ...attributesOf(repository, { omit: ['repositoryArn', 'repositoryName', 'createdAt'] }),
      ...(policy !== undefined && { policy: policyDocument(policy ?? undefined) }),
      ...(lifecyclePolicy !== undefined && { lifecyclePolicy: policyDocument(lifecyclePolicy ?? undefined) }),
      ...(repository.repositoryUri && { addresses: [repository.repositoryUri] }),
    },
    volatile: {},
    relationships: key ? [{ kind: 'encryptsWith', toType: 'AWS::KMS::Key', toArn: key }] : [],
    createdAt: isoDate(repository.createdAt),
    unread: [
      ...(tags ? [] : ['tags']),
      ...(policy === undefined ? ['attributes.policy'] : []),
      ...(lifecyclePolicy === undefined ? ['attributes.lifecyclePolicy'] : []),
    ],
  };
}

const SOURCE = 'ecr.amazonaws.com';

export const repositoryCollector: Collector<RawRepository> = {
  service: 'ecr',
  type: 'AWS::ECR::Repository',
  title: 'ECR repository',
  scope: 'regional',
  actions: ['ecr:DescribeRepositories'],
  enrichingActions: ['ecr:GetLifecyclePolicy', 'ecr:GetRepositoryPolicy', 'ecr:ListTagsForResource'],
  readActions: [],
  list,
  getMany,
  normalize,
  events: [
    ...trailEvents(SOURCE, refFrom({ name: 'requestParameters.repositoryName' }), {
      creates: ['CreateRepository'],
      updates: [
        'SetRepositoryPolicy',
        'DeleteRepositoryPolicy',
        'PutImageScanningConfiguration',
        'PutImageTagMutability',
        'PutLifecyclePolicy',
        'DeleteLifecyclePolicy',
      ],
      deletes: ['DeleteRepository'],
    }),
    ...trailEvents(
      SOURCE,
      inArn('requestParameters.resourceArn', /^(arn:[^:]+:ecr:[^:]*:[^:]*:repository\/.+)$/, (arn) => ({ arn })),
      { updates: ['TagResource', 'UntagResource'] },
    ),
  ],
};
