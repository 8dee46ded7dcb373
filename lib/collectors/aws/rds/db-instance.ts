import { type DBInstance, DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { attributesOf, sorted } from '@/lib/collectors/attributes';
import { readEach } from '@/lib/collectors/reads/each';
import { timedPages } from '@/lib/collectors/reads/timed-pages';
import type {
  CollectContext,
  Collector,
  ListPage,
  NormalizedResource,
  NormalizeEnv,
  Relationship,
} from '@/lib/collectors/types';
import { isoDate, tagRecord } from '@/lib/collectors/values';
import { dbInstanceEvents } from './events';
import { identifierOf, OMITTED, securedBy } from './shared';

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<DBInstance>> {
  const fetch = (Marker: string | undefined) =>
    ctx.clients.rds.send(new DescribeDBInstancesCommand({ Marker, MaxRecords: 100 }), { abortSignal: ctx.signal });
  for await (const { page, requestStartedAt } of timedPages(ctx, fetch, ({ Marker }) => Marker)) {
    yield { items: page.DBInstances ?? [], requestStartedAt };
  }
}

const getMany: Collector<DBInstance>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async (ref) => {
    const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifierOf(ref) });
    return (await ctx.clients.rds.send(command, { abortSignal: ctx.signal })).DBInstances?.[0] ?? null;
  });

function normalize(found: DBInstance, env: NormalizeEnv): NormalizedResource {
  const { DBInstanceArn: arn, InstanceCreateTime, ...rest } = found;
  const subnets = (found.DBSubnetGroup?.Subnets ?? []).flatMap(({ SubnetIdentifier }) => SubnetIdentifier ?? []);
  const attributes = attributesOf(rest, { omit: OMITTED });
  return {
    type: 'AWS::RDS::DBInstance',
    id: found.DbiResourceId ?? arn ?? '',
    arn: arn ?? null,
    name: found.DBInstanceIdentifier ?? '',
    region: env.region,
    tags: tagRecord(found.TagList),
    attributes: {
      ...attributes,
      ...(found.DBSubnetGroup && {
        dbSubnetGroup: {
          ...attributesOf(found.DBSubnetGroup, { omit: [...OMITTED, 'Subnets'] }),
          subnets: sorted(subnets),
        },
      }),
      vpcSecurityGroups: sorted(
        (found.VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []),
      ),
      readReplicaDBInstanceIdentifiers: sorted(found.ReadReplicaDBInstanceIdentifiers),
      addresses: found.Endpoint?.Address ? [found.Endpoint.Address] : [],
    },
    volatile: { status: found.DBInstanceStatus ?? null, latestRestorableTime: isoDate(found.LatestRestorableTime) },
    relationships: [
      ...(found.DBSubnetGroup?.VpcId
        ? [{ kind: 'belongsTo' as const, toType: 'AWS::EC2::VPC', toId: found.DBSubnetGroup.VpcId }]
        : []),
      ...subnets.map((toId) => ({ kind: 'belongsTo' as const, toType: 'AWS::EC2::Subnet', toId })),
      ...(found.DBClusterIdentifier
        ? [{ kind: 'memberOf' as const, toType: 'AWS::RDS::DBCluster', toName: found.DBClusterIdentifier }]
        : []),
      ...replicaOf(found.ReadReplicaSourceDBInstanceIdentifier),
      ...securedBy(found),
    ],
    createdAt: isoDate(InstanceCreateTime),
    unread: [],
  };
}

/** A replica in another region names its source by ARN. */
function replicaOf(source: string | undefined): Relationship[] {
  if (!source) return [];
  const to = source.startsWith('arn:') ? { toArn: source } : { toName: source };
  return [{ kind: 'peersWith', toType: 'AWS::RDS::DBInstance', ...to }];
}

export const dbInstanceCollector: Collector<DBInstance> = {
  service: 'rds',
  type: 'AWS::RDS::DBInstance',
  title: 'RDS instance',
  scope: 'regional',
  actions: ['rds:DescribeDBInstances'],
  enrichingActions: [],
  readActions: [],
  list,
  getMany,
  normalize,
  events: dbInstanceEvents,
};
