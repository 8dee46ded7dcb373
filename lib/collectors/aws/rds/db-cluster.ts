import { type DBCluster, DescribeDBClustersCommand } from '@aws-sdk/client-rds';
import { attributesOf, sorted } from '@/lib/collectors/attributes';
import { readEach } from '@/lib/collectors/reads/each';
import { timedPages } from '@/lib/collectors/reads/timed-pages';
import type { CollectContext, Collector, ListPage, NormalizedResource, NormalizeEnv } from '@/lib/collectors/types';
import { isoDate, tagRecord } from '@/lib/collectors/values';
import { dbClusterEvents } from './events';
import { identifierOf, OMITTED, securedBy } from './shared';

/** Neptune and DocumentDB clusters come by the same call; `engine` tells. */
async function* list(ctx: CollectContext): AsyncGenerator<ListPage<DBCluster>> {
  const fetch = (Marker: string | undefined) =>
    ctx.clients.rds.send(new DescribeDBClustersCommand({ Marker, MaxRecords: 100 }), { abortSignal: ctx.signal });
  for await (const { page, requestStartedAt } of timedPages(ctx, fetch, ({ Marker }) => Marker)) {
    yield { items: page.DBClusters ?? [], requestStartedAt };
  }
}

const getMany: Collector<DBCluster>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async (ref) => {
    const command = new DescribeDBClustersCommand({ DBClusterIdentifier: identifierOf(ref) });
    return (await ctx.clients.rds.send(command, { abortSignal: ctx.signal })).DBClusters?.[0] ?? null;
  });

function normalize(found: DBCluster, env: NormalizeEnv): NormalizedResource {
  const { DBClusterArn: arn, ClusterCreateTime, ...rest } = found;
  const addresses = [found.Endpoint, found.ReaderEndpoint, ...(found.CustomEndpoints ?? [])];
  return {
    type: 'AWS::RDS::DBCluster',
    id: found.DbClusterResourceId ?? arn ?? '',
    arn: arn ?? null,
    name: found.DBClusterIdentifier ?? '',
    region: env.region,
    tags: tagRecord(found.TagList),
    attributes: {
      ...attributesOf(rest, { omit: OMITTED }),
      availabilityZones: sorted(found.AvailabilityZones),
      dbClusterMembers: sorted((found.DBClusterMembers ?? []).map((one) => attributesOf(one, { omit: OMITTED }))),
      vpcSecurityGroups: sorted(
        (found.VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []),
      ),
      addresses: sorted(addresses.filter((one) => one !== undefined)),
    },
    volatile: { status: found.Status ?? null, latestRestorableTime: isoDate(found.LatestRestorableTime) },
    relationships: [
      ...(found.ReplicationSourceIdentifier?.startsWith('arn:')
        ? [{ kind: 'peersWith' as const, toType: 'AWS::RDS::DBCluster', toArn: found.ReplicationSourceIdentifier }]
        : []),
      ...securedBy(found),
    ],
    createdAt: isoDate(ClusterCreateTime),
    unread: [],
  };
}

export const dbClusterCollector: Collector<DBCluster> = {
  service: 'rds',
  type: 'AWS::RDS::DBCluster',
  title: 'RDS cluster',
  scope: 'regional',
  actions: ['rds:DescribeDBClusters'],
  enrichingActions: [],
  readActions: [],
  list,
  getMany,
  normalize,
  events: dbClusterEvents,
};
