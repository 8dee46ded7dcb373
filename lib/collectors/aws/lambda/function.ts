import {
  type FunctionConfiguration,
  type FunctionUrlConfig,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  ListFunctionsCommand,
  ListFunctionUrlConfigsCommand,
  ListTagsCommand,
} from '@aws-sdk/client-lambda';
import { tokenPages } from '@/lib/aws/pages';
import { attributesOf, sorted } from '@/lib/collectors/attributes';
import { orAbsent } from '@/lib/collectors/reads/absent';
import { all, readEach } from '@/lib/collectors/reads/each';
import { readAspect, withAspects } from '@/lib/collectors/reads/enriched';
import type {
  CollectContext,
  Collector,
  Gap,
  ListPage,
  NormalizedResource,
  NormalizeEnv,
} from '@/lib/collectors/types';
import { policyDocument } from '@/lib/collectors/values';
import { functionEvents } from './events';
import { functionRelationships } from './relationships';

/** `undefined`: that call was refused; a null policy: there is none. */
export type RawFunction = {
  configuration: FunctionConfiguration;
  tags: Record<string, string> | undefined;
  policy: string | null | undefined;
  urls: FunctionUrlConfig[] | undefined;
};

const PAGE = 50;

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawFunction>> {
  let requestStartedAt = 0;
  const pages = tokenPages(
    (Marker) => {
      requestStartedAt = ctx.now();
      return ctx.clients.lambda.send(new ListFunctionsCommand({ Marker, MaxItems: PAGE }), { abortSignal: ctx.signal });
    },
    (page) => page.NextMarker,
  );
  for await (const page of pages) {
    const { items, gaps } = await withAspects(page.Functions ?? [], (one) => enriched(ctx, one));
    yield { items, requestStartedAt, gaps };
  }
}

async function enriched(
  ctx: CollectContext,
  configuration: FunctionConfiguration,
): Promise<{ raw: RawFunction; gaps: (Gap | null)[] }> {
  const { lambda } = ctx.clients;
  const options = { abortSignal: ctx.signal };
  const { FunctionArn: Resource, FunctionName } = configuration;
  const [tags, policy, urls] = await Promise.all([
    readAspect(ctx, {
      aspect: 'tags',
      action: 'lambda:ListTags',
      read: async () => (await orAbsent(lambda.send(new ListTagsCommand({ Resource }), options)))?.Tags ?? {},
    }),
    readAspect(ctx, {
      aspect: 'policy',
      action: 'lambda:GetPolicy',
      read: async () => (await orAbsent(lambda.send(new GetPolicyCommand({ FunctionName }), options)))?.Policy ?? null,
    }),
    readAspect(ctx, {
      aspect: 'functionUrls',
      action: 'lambda:ListFunctionUrlConfigs',
      read: () =>
        all(
          tokenPages(
            (Marker) => lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName, Marker }), options),
            (page) => page.NextMarker,
          ),
          (page) => page.FunctionUrlConfigs,
        ),
    }),
  ]);
  return {
    raw: {
      configuration: withoutValues(configuration),
      tags: tags.value ?? undefined,
      policy: policy.gap ? undefined : policy.value,
      urls: urls.value ?? undefined,
    },
    gaps: [tags.gap, policy.gap, urls.gap],
  };
}

/** The values of the environment may be secrets: they go no further than the answer that brought them. */
function withoutValues(configuration: FunctionConfiguration): FunctionConfiguration {
  const { Environment, ...rest } = configuration;
  const names = Object.keys(Environment?.Variables ?? {}).map((name) => [name, ''] as const);
  return { ...rest, Environment: { Variables: Object.fromEntries(names) } };
}

const getMany: Collector<RawFunction>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async (ref) => {
    const FunctionName = (ref.arn ?? ref.id ?? ref.name ?? '').replace(/:\$LATEST$/, '');
    const command = new GetFunctionConfigurationCommand({ FunctionName: unqualified(FunctionName) });
    const configuration = await ctx.clients.lambda.send(command, { abortSignal: ctx.signal });
    return (await enriched(ctx, configuration)).raw;
  });

/** An event may name a version or an alias; the function is what is collected. */
function unqualified(name: string): string {
  return /^(arn:[^:]+:lambda:[^:]+:\d+:function:[^:]+):.+$/.exec(name)?.[1] ?? name;
}

/** Only a single read tells these (state), or they change with every change of anything. */
const PASSING = [
  'State',
  'StateReason',
  'StateReasonCode',
  'LastUpdateStatus',
  'LastUpdateStatusReason',
  'LastUpdateStatusReasonCode',
  'RuntimeVersionConfig',
  'RevisionId',
  'LastModified',
];

function normalize({ configuration, tags, policy, urls }: RawFunction, env: NormalizeEnv): NormalizedResource {
  const arn = configuration.FunctionArn ?? '';
  const { VpcConfig, Layers, Environment } = configuration;
  const attributes = attributesOf(configuration, {
    omit: ['FunctionName', 'FunctionArn', 'Environment', 'VpcConfig', ...PASSING],
  });
  const hosts = (urls ?? []).flatMap(({ FunctionUrl }) => (FunctionUrl ? [new URL(FunctionUrl).hostname] : []));
  return {
    type: 'AWS::Lambda::Function',
    id: arn,
    arn,
    name: configuration.FunctionName ?? '',
    region: env.region,
    tags: tags ?? {},
    attributes: {
      ...attributes,
      environmentVariableNames: Object.keys(Environment?.Variables ?? {}).sort(),
      vpcConfig: VpcConfig?.VpcId
        ? {
            vpcId: VpcConfig.VpcId,
            subnetIds: sorted(VpcConfig.SubnetIds),
            securityGroupIds: sorted(VpcConfig.SecurityGroupIds),
            ipv6AllowedForDualStack: VpcConfig.Ipv6AllowedForDualStack ?? false,
          }
        : null,
      layers: (Layers ?? []).map((layer) => layer.Arn ?? ''),
      ...(policy !== undefined && { policy: policyDocument(policy ?? undefined) }),
      ...(urls && {
        functionUrls: sorted(urls.map((url) => attributesOf(url, { omit: ['LastModifiedTime'] }))),
        ...(hosts.length > 0 && { addresses: sorted(hosts) }),
      }),
    },
    volatile: { lastModified: configuration.LastModified ?? null },
    relationships: functionRelationships(configuration),
    createdAt: null,
    unread: [
      ...(tags ? [] : ['tags']),
      ...(policy === undefined ? ['attributes.policy'] : []),
      ...(urls ? [] : ['attributes.functionUrls', 'attributes.addresses']),
    ],
  };
}

export const functionCollector: Collector<RawFunction> = {
  service: 'lambda',
  type: 'AWS::Lambda::Function',
  title: 'Lambda function',
  scope: 'regional',
  actions: ['lambda:ListFunctions'],
  enrichingActions: ['lambda:GetPolicy', 'lambda:ListFunctionUrlConfigs', 'lambda:ListTags'],
  readActions: ['lambda:GetFunctionConfiguration'],
  list,
  getMany,
  normalize,
  events: functionEvents,
};
