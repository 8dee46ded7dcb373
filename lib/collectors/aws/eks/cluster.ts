import { type Cluster, DescribeClusterCommand, ListClustersCommand } from '@aws-sdk/client-eks';
import { tokenPages } from '@/lib/aws/pages';
import { attributesOf, sorted } from '@/lib/collectors/attributes';
import { concurrently } from '@/lib/collectors/concurrent';
import { orAbsent } from '@/lib/collectors/reads/absent';
import { readEach } from '@/lib/collectors/reads/each';
import { firstOf, inArn, refFrom, trailEvents } from '@/lib/collectors/trail-refs';
import type {
  CollectContext,
  Collector,
  ListPage,
  NormalizedResource,
  NormalizeEnv,
  Relationship,
} from '@/lib/collectors/types';
import { isoDate } from '@/lib/collectors/values';

const PAGE = 100;
const AT_ONCE = 4;

/** ListClusters has names only, so each is described; one deleted in between is simply not there. */
async function* list(ctx: CollectContext): AsyncGenerator<ListPage<Cluster>> {
  const { eks } = ctx.clients;
  const options = { abortSignal: ctx.signal };
  let requestStartedAt = 0;
  const pages = tokenPages(
    (nextToken) => {
      requestStartedAt = ctx.now();
      return eks.send(new ListClustersCommand({ maxResults: PAGE, nextToken }), options);
    },
    (page) => page.nextToken,
  );
  for await (const page of pages) {
    const items: Cluster[] = [];
    for await (const found of concurrently(page.clusters ?? [], AT_ONCE, (name) => describe(ctx, name))) {
      if (found) items.push(found);
    }
    yield { items, requestStartedAt };
  }
}

async function describe(ctx: CollectContext, name: string): Promise<Cluster | null> {
  const command = new DescribeClusterCommand({ name });
  return (await orAbsent(ctx.clients.eks.send(command, { abortSignal: ctx.signal })))?.cluster ?? null;
}

const getMany: Collector<Cluster>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, (ref) => describe(ctx, ref.name ?? (ref.arn ?? ref.id ?? '').split('/')[1] ?? ''));

/** Changes by itself while a cluster runs, or is a certificate that tells nobody anything. */
const PASSING = ['status', 'health', 'platformVersion', 'certificateAuthority', 'clientRequestToken'];

/** The role's trust policies name the provider; IAM knows it by the issuer's URL without the scheme. */
function issuerEdge(issuer: string, { partition, accountId }: NormalizeEnv): Relationship {
  const url = issuer.replace(/^https:\/\//, '');
  return {
    kind: 'uses',
    toType: 'AWS::IAM::OIDCProvider',
    toArn: `arn:${partition}:iam::${accountId}:oidc-provider/${url}`,
  };
}

function relationships(cluster: Cluster, env: NormalizeEnv): Relationship[] {
  const { roleArn, resourcesVpcConfig: vpc, encryptionConfig, identity } = cluster;
  const groups = new Set([...(vpc?.securityGroupIds ?? []), vpc?.clusterSecurityGroupId ?? ''].filter(Boolean));
  const keys = (encryptionConfig ?? []).flatMap(({ provider }) => provider?.keyArn ?? []);
  return [
    ...(roleArn ? [{ kind: 'runsAs' as const, toType: 'AWS::IAM::Role', toArn: roleArn }] : []),
    ...(vpc?.vpcId ? [{ kind: 'belongsTo' as const, toType: 'AWS::EC2::VPC', toId: vpc.vpcId }] : []),
    ...(vpc?.subnetIds ?? []).map((toId) => ({ kind: 'attached' as const, toType: 'AWS::EC2::Subnet', toId })),
    ...[...groups].map((toId) => ({ kind: 'protectedBy' as const, toType: 'AWS::EC2::SecurityGroup', toId })),
    ...keys.map((toArn) => ({ kind: 'encryptsWith' as const, toType: 'AWS::KMS::Key', toArn })),
    ...(identity?.oidc?.issuer ? [issuerEdge(identity.oidc.issuer, env)] : []),
  ];
}

function normalize(cluster: Cluster, env: NormalizeEnv): NormalizedResource {
  const { resourcesVpcConfig: vpc, logging, endpoint } = cluster;
  const enabled = (logging?.clusterLogging ?? []).filter((setup) => setup.enabled).flatMap(({ types }) => types ?? []);
  const cidr = cluster.kubernetesNetworkConfig?.serviceIpv4Cidr;
  const addresses = [...(endpoint ? [new URL(endpoint).hostname] : []), ...(cidr ? [cidr] : [])];
  return {
    type: 'AWS::EKS::Cluster',
    id: cluster.arn ?? '',
    arn: cluster.arn ?? null,
    name: cluster.name ?? '',
    region: env.region,
    tags: cluster.tags ?? {},
    attributes: {
      ...attributesOf(cluster, { omit: ['name', 'arn', 'tags', 'logging', 'resourcesVpcConfig', ...PASSING] }),
      resourcesVpcConfig: {
        ...attributesOf(vpc ?? {}),
        subnetIds: sorted(vpc?.subnetIds),
        securityGroupIds: sorted(vpc?.securityGroupIds),
        publicAccessCidrs: sorted(vpc?.publicAccessCidrs),
      },
      enabledLogTypes: sorted(enabled),
      ...(addresses.length > 0 && { addresses }),
    },
    volatile: {
      status: cluster.status ?? null,
      platformVersion: cluster.platformVersion ?? null,
      healthIssues: (cluster.health?.issues ?? []).map((issue) => attributesOf(issue)),
    },
    relationships: relationships(cluster, env),
    createdAt: isoDate(cluster.createdAt),
    unread: [],
  };
}

const SOURCE = 'eks.amazonaws.com';

export const clusterCollector: Collector<Cluster> = {
  service: 'eks',
  type: 'AWS::EKS::Cluster',
  title: 'EKS cluster',
  scope: 'regional',
  actions: ['eks:DescribeCluster', 'eks:ListClusters'],
  enrichingActions: [],
  readActions: [],
  list,
  getMany,
  normalize,
  events: [
    ...trailEvents(
      SOURCE,
      firstOf(
        refFrom({ name: 'responseElements.cluster.name', arn: 'responseElements.cluster.arn' }),
        refFrom({ name: 'requestParameters.name' }),
      ),
      { creates: ['CreateCluster', 'RegisterCluster'], deletes: ['DeleteCluster', 'DeregisterCluster'] },
    ),
    ...trailEvents(SOURCE, refFrom({ name: 'requestParameters.name' }), {
      updates: ['UpdateClusterConfig', 'UpdateClusterVersion'],
    }),
    ...trailEvents(SOURCE, refFrom({ name: 'requestParameters.clusterName' }), {
      updates: ['AssociateEncryptionConfig'],
    }),
    // Node groups and add-ons are tagged by the same call: only a cluster's own ARN counts.
    ...trailEvents(
      SOURCE,
      inArn('requestParameters.resourceArn', /^(arn:[^:]+:eks:[^:]*:[^:]*:cluster\/.+)$/, (arn) => ({ arn })),
      { updates: ['TagResource', 'UntagResource'] },
    ),
  ],
};
