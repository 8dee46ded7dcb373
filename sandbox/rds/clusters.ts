import {
  CreateDBCluster$,
  type CreateDBClusterMessage,
  type CreateDBClusterResult,
  type DBCluster,
  type DBClusterMessage,
  DeleteDBCluster$,
  type DeleteDBClusterMessage,
  type DeleteDBClusterResult,
  DescribeDBClusters$,
  type DescribeDBClustersMessage,
  ModifyDBCluster$,
  type ModifyDBClusterMessage,
  type ModifyDBClusterResult,
} from '@aws-sdk/client-rds';
import { trailRecord } from '../authorize/call-record';
import { networkOf } from '../store/network';
import type { Call, Trail } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { pageAfter } from '../wire/model/page';
import {
  badMarker,
  type ClusterRow,
  cluster,
  clusters,
  instances,
  keyArn,
  makeCluster,
  pageSize,
  rdsArn,
  tagList,
  tagsOf,
} from './rows';

const ask = (call: Call, input: { DBClusterIdentifier?: string | undefined }) =>
  rdsArn(call, 'cluster', input.DBClusterIdentifier);

function membersOf(call: Call, id: string): string[] {
  return instances(call.account, call.region)
    .list()
    .flatMap((row) => (row.clusterId === id ? [row.id] : []));
}

/** CloudTrail has the members of what was changed without an element around them. */
function trail(_call: Call, output: unknown): Trail {
  return { responseElements: trailRecord({ ...(output as { DBCluster?: object }).DBCluster }) };
}

function shown(call: Call, row: ClusterRow): DBCluster {
  return {
    DBClusterIdentifier: row.id,
    DBClusterArn: row.arn,
    DbClusterResourceId: row.resourceId,
    Engine: row.engine,
    EngineVersion: row.engineVersion,
    EngineMode: 'provisioned',
    Status: row.status,
    MasterUsername: row.masterUsername,
    DatabaseName: row.databaseName,
    Endpoint: row.dnsName,
    ReaderEndpoint: row.readerDnsName,
    Port: row.port,
    ClusterCreateTime: new Date(row.createdAt),
    LatestRestorableTime: new Date(call.now - 300_000),
    BackupRetentionPeriod: row.backupDays,
    DBSubnetGroup: row.subnetGroup,
    AvailabilityZones: networkOf(call.account, call.region).subnets.map(({ zone }) => zone),
    VpcSecurityGroups: row.securityGroups.map((id) => ({ VpcSecurityGroupId: id, Status: 'active' })),
    DBClusterMembers: membersOf(call, row.id).map((id, index) => ({
      DBInstanceIdentifier: id,
      IsClusterWriter: index === 0,
      DBClusterParameterGroupStatus: 'in-sync',
      PromotionTier: 1,
    })),
    StorageEncrypted: row.encrypted,
    KmsKeyId: row.kmsKeyArn,
    DeletionProtection: row.deletionProtection,
    IAMDatabaseAuthenticationEnabled: row.iamAuthentication,
    MultiAZ: true,
    AssociatedRoles: [],
    TagList: tagList(row.tags),
  };
}

function create(call: Call, input: CreateDBClusterMessage): CreateDBClusterResult {
  const id = (input.DBClusterIdentifier ?? '').toLowerCase();
  const table = clusters(call.account, call.region);
  if (table.get(id)) throw new AwsError('DBClusterAlreadyExistsFault', 'DB Cluster already exists', 400);
  // The master user's password is never kept.
  const row = makeCluster(call.world.random, call.account, call.region, {
    id,
    engine: input.Engine ?? 'aurora-postgresql',
    createdAt: call.now,
    masterUsername: input.MasterUsername ?? 'admin',
    databaseName: input.DatabaseName,
    subnetGroup: input.DBSubnetGroupName ?? 'default',
    encrypted: input.StorageEncrypted ?? false,
    kmsKeyArn: input.StorageEncrypted ? keyArn(call, input.KmsKeyId ?? 'alias/aws/rds') : undefined,
    backupDays: input.BackupRetentionPeriod ?? 1,
    deletionProtection: input.DeletionProtection ?? false,
    iamAuthentication: input.EnableIAMDatabaseAuthentication ?? false,
    tags: tagsOf(input.Tags),
    ...(input.EngineVersion && { engineVersion: input.EngineVersion }),
    ...(input.Port && { port: input.Port }),
    ...(input.VpcSecurityGroupIds?.length && { securityGroups: [...input.VpcSecurityGroupIds] }),
  });
  table.put(id, row, call.now);
  return { DBCluster: { ...shown(call, row), Status: 'creating' } };
}

function describe(call: Call, input: DescribeDBClustersMessage): DBClusterMessage {
  if (input.DBClusterIdentifier) return { DBClusters: [shown(call, cluster(call, input.DBClusterIdentifier))] };
  const rows = clusters(call.account, call.region).list();
  const page = pageAfter(rows, pageSize(input.MaxRecords), input.Marker, ({ id }) => id, badMarker);
  return { DBClusters: page.items.map((row) => shown(call, row)), Marker: page.next };
}

function modify(call: Call, input: ModifyDBClusterMessage): ModifyDBClusterResult {
  const row = cluster(call, input.DBClusterIdentifier);
  const next: ClusterRow = {
    ...row,
    backupDays: input.BackupRetentionPeriod ?? row.backupDays,
    deletionProtection: input.DeletionProtection ?? row.deletionProtection,
    iamAuthentication: input.EnableIAMDatabaseAuthentication ?? row.iamAuthentication,
    engineVersion: input.EngineVersion ?? row.engineVersion,
    securityGroups: input.VpcSecurityGroupIds ? [...input.VpcSecurityGroupIds] : row.securityGroups,
  };
  clusters(call.account, call.region).put(row.id, next, call.now);
  return { DBCluster: shown(call, next) };
}

function remove(call: Call, input: DeleteDBClusterMessage): DeleteDBClusterResult {
  const row = cluster(call, input.DBClusterIdentifier);
  const state = (message: string) => new AwsError('InvalidDBClusterStateFault', message, 400);
  if (row.deletionProtection) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Cannot delete protected Cluster, please disable deletion protection and try again.',
      400,
    );
  }
  if (membersOf(call, row.id).length > 0)
    throw state('Cluster cannot be deleted, it still contains DB instances in non-deleting state.');
  clusters(call.account, call.region).delete(row.id, call.now);
  return { DBCluster: { ...shown(call, row), Status: 'deleting' } };
}

export const clusterOperations = {
  CreateDBCluster: modelWrite<CreateDBClusterMessage, CreateDBClusterResult>(CreateDBCluster$, {
    ask,
    trail,
    handle: create,
  }),
  DescribeDBClusters: modelRead<DescribeDBClustersMessage, DBClusterMessage>(DescribeDBClusters$, {
    ask: (call, input) => rdsArn(call, 'cluster', input.DBClusterIdentifier ?? '*'),
    handle: describe,
  }),
  ModifyDBCluster: modelWrite<ModifyDBClusterMessage, ModifyDBClusterResult>(ModifyDBCluster$, {
    ask,
    trail,
    handle: modify,
  }),
  DeleteDBCluster: modelWrite<DeleteDBClusterMessage, DeleteDBClusterResult>(DeleteDBCluster$, {
    ask,
    trail,
    handle: remove,
  }),
};
