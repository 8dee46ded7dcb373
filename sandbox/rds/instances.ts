import {
  CreateDBInstance$,
  type CreateDBInstanceMessage,
  type CreateDBInstanceResult,
  type DBInstance,
  type DBInstanceMessage,
  DeleteDBInstance$,
  type DeleteDBInstanceMessage,
  type DeleteDBInstanceResult,
  DescribeDBInstances$,
  type DescribeDBInstancesMessage,
  ModifyDBInstance$,
  type ModifyDBInstanceMessage,
  type ModifyDBInstanceResult,
  StartDBInstance$,
  type StartDBInstanceMessage,
  type StartDBInstanceResult,
  StopDBInstance$,
  type StopDBInstanceMessage,
  type StopDBInstanceResult,
} from '@aws-sdk/client-rds';
import { trailRecord } from '../authorize/call-record';
import { networkOf } from '../store/network';
import type { Call, Trail } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { pageAfter } from '../wire/model/page';
import {
  badMarker,
  cluster,
  type InstanceRow,
  instance,
  instances,
  keyArn,
  makeInstance,
  pageSize,
  rdsArn,
  shownSubnetGroup,
  tagList,
  tagsOf,
} from './rows';

const ask = (call: Call, input: { DBInstanceIdentifier?: string | undefined }) =>
  rdsArn(call, 'db', input.DBInstanceIdentifier);

/** CloudTrail has the members of what was changed without an element around them. */
function trail(_call: Call, output: unknown): Trail {
  return { responseElements: trailRecord({ ...(output as { DBInstance?: object }).DBInstance }) };
}

function shown(call: Call, row: InstanceRow, replicas: readonly string[] = []): DBInstance {
  return {
    DBInstanceIdentifier: row.id,
    DBInstanceArn: row.arn,
    DbiResourceId: row.resourceId,
    DBInstanceClass: row.instanceClass,
    Engine: row.engine,
    EngineVersion: row.engineVersion,
    DBInstanceStatus: row.status,
    MasterUsername: row.masterUsername,
    Endpoint: { Address: row.dnsName, Port: row.port, HostedZoneId: 'Z29XKXDKYMONMX' },
    AllocatedStorage: row.storageGb,
    StorageType: row.storageType,
    InstanceCreateTime: new Date(row.createdAt),
    LatestRestorableTime: new Date(call.now - 300_000),
    BackupRetentionPeriod: row.backupDays,
    VpcSecurityGroups: row.securityGroups.map((id) => ({ VpcSecurityGroupId: id, Status: 'active' })),
    DBSubnetGroup: shownSubnetGroup(networkOf(call.account, call.region), call, row.subnetGroup),
    AvailabilityZone: row.zone,
    MultiAZ: row.multiAz,
    PubliclyAccessible: row.public,
    StorageEncrypted: row.encrypted,
    KmsKeyId: row.kmsKeyArn,
    DBClusterIdentifier: row.clusterId,
    ReadReplicaSourceDBInstanceIdentifier: row.sourceId,
    ReadReplicaDBInstanceIdentifiers: [...replicas],
    MonitoringRoleArn: row.monitoringRoleArn,
    MonitoringInterval: row.monitoringRoleArn ? 60 : 0,
    IAMDatabaseAuthenticationEnabled: row.iamAuthentication,
    DeletionProtection: row.deletionProtection,
    AutoMinorVersionUpgrade: true,
    CACertificateIdentifier: 'rds-ca-rsa2048-g1',
    TagList: tagList(row.tags),
  };
}

function create(call: Call, input: CreateDBInstanceMessage): CreateDBInstanceResult {
  const id = (input.DBInstanceIdentifier ?? '').toLowerCase();
  const table = instances(call.account, call.region);
  if (!/^[a-z](?:-?[a-z0-9])*$/.test(id) || id.length > 63) {
    throw new AwsError('InvalidParameterValue', `The parameter DBInstanceIdentifier is not a valid identifier.`, 400);
  }
  if (table.get(id)) throw new AwsError('DBInstanceAlreadyExists', 'DB instance already exists', 400);
  const owner = input.DBClusterIdentifier ? cluster(call, input.DBClusterIdentifier) : undefined;
  const own = !owner;
  if (own && !(input.MasterUsername && (input.MasterUserPassword || input.ManageMasterUserPassword))) {
    throw new AwsError('InvalidParameterCombination', 'A master user name and password are required.', 400);
  }
  // The master user's password is checked for being there and then forgotten.
  const row = makeInstance(call.world.random, call.account, call.region, {
    id,
    engine: input.Engine ?? 'postgres',
    createdAt: call.now,
    instanceClass: input.DBInstanceClass,
    clusterId: owner?.id,
    masterUsername: owner?.masterUsername ?? input.MasterUsername ?? 'admin',
    storageGb: owner ? 1 : (input.AllocatedStorage ?? 20),
    multiAz: input.MultiAZ ?? false,
    public: input.PubliclyAccessible ?? false,
    subnetGroup: owner?.subnetGroup ?? input.DBSubnetGroupName ?? 'default',
    encrypted: owner?.encrypted ?? input.StorageEncrypted ?? false,
    kmsKeyArn: owner
      ? owner.kmsKeyArn
      : input.StorageEncrypted
        ? keyArn(call, input.KmsKeyId ?? 'alias/aws/rds')
        : undefined,
    backupDays: input.BackupRetentionPeriod ?? owner?.backupDays ?? 1,
    deletionProtection: input.DeletionProtection ?? false,
    iamAuthentication: input.EnableIAMDatabaseAuthentication ?? false,
    monitoringRoleArn: input.MonitoringRoleArn,
    tags: tagsOf(input.Tags),
    ...(input.EngineVersion && { engineVersion: input.EngineVersion }),
    ...(input.StorageType && { storageType: input.StorageType }),
    ...(input.Port && { port: input.Port }),
    ...(input.VpcSecurityGroupIds?.length && { securityGroups: [...input.VpcSecurityGroupIds] }),
    ...(owner && { securityGroups: owner.securityGroups }),
  });
  table.put(id, row, call.now);
  return { DBInstance: { ...shown(call, row), DBInstanceStatus: 'creating' } };
}

function describe(call: Call, input: DescribeDBInstancesMessage): DBInstanceMessage {
  const replicas = new Map<string, string[]>();
  const all = instances(call.account, call.region).list();
  for (const { id, sourceId } of all) if (sourceId) replicas.set(sourceId, [...(replicas.get(sourceId) ?? []), id]);
  const show = (row: InstanceRow) => shown(call, row, replicas.get(row.id));
  if (input.DBInstanceIdentifier) return { DBInstances: [show(instance(call, input.DBInstanceIdentifier))] };
  const rows = all.filter((row) => (input.Filters ?? []).every((filter) => matches(row, filter)));
  const page = pageAfter(rows, pageSize(input.MaxRecords), input.Marker, ({ id }) => id, badMarker);
  return { DBInstances: page.items.map(show), Marker: page.next };
}

function matches(
  row: InstanceRow,
  { Name, Values = [] }: { Name?: string | undefined; Values?: string[] | undefined },
): boolean {
  const held: Record<string, (string | undefined)[]> = {
    'db-instance-id': [row.id, row.arn],
    'db-cluster-id': [row.clusterId],
    'dbi-resource-id': [row.resourceId],
    engine: [row.engine],
  };
  const known = held[Name ?? ''];
  if (!known) throw new AwsError('InvalidParameterValue', `Unrecognized filter name: ${Name}`, 400);
  return known.some((value) => value !== undefined && Values.includes(value));
}

function modify(call: Call, input: ModifyDBInstanceMessage): ModifyDBInstanceResult {
  const row = instance(call, input.DBInstanceIdentifier);
  const next: InstanceRow = {
    ...row,
    instanceClass: input.DBInstanceClass ?? row.instanceClass,
    storageGb: input.AllocatedStorage ?? row.storageGb,
    multiAz: input.MultiAZ ?? row.multiAz,
    public: input.PubliclyAccessible ?? row.public,
    backupDays: input.BackupRetentionPeriod ?? row.backupDays,
    deletionProtection: input.DeletionProtection ?? row.deletionProtection,
    iamAuthentication: input.EnableIAMDatabaseAuthentication ?? row.iamAuthentication,
    engineVersion: input.EngineVersion ?? row.engineVersion,
    securityGroups: input.VpcSecurityGroupIds ? [...input.VpcSecurityGroupIds] : row.securityGroups,
  };
  instances(call.account, call.region).put(row.id, next, call.now);
  return { DBInstance: shown(call, next) };
}

function remove(call: Call, input: DeleteDBInstanceMessage): DeleteDBInstanceResult {
  const row = instance(call, input.DBInstanceIdentifier);
  if (row.deletionProtection) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Cannot delete protected DB Instance, please disable deletion protection and try again.',
      400,
    );
  }
  instances(call.account, call.region).delete(row.id, call.now);
  return { DBInstance: { ...shown(call, row), DBInstanceStatus: 'deleting' } };
}

function turn(call: Call, id: string | undefined, status: InstanceRow['status']): DBInstance {
  const next = { ...instance(call, id), status };
  instances(call.account, call.region).put(next.id, next, call.now);
  return shown(call, next);
}

export const instanceOperations = {
  CreateDBInstance: modelWrite<CreateDBInstanceMessage, CreateDBInstanceResult>(CreateDBInstance$, {
    ask,
    trail,
    handle: create,
  }),
  DescribeDBInstances: modelRead<DescribeDBInstancesMessage, DBInstanceMessage>(DescribeDBInstances$, {
    ask: (call, input) => rdsArn(call, 'db', input.DBInstanceIdentifier ?? '*'),
    handle: describe,
  }),
  ModifyDBInstance: modelWrite<ModifyDBInstanceMessage, ModifyDBInstanceResult>(ModifyDBInstance$, {
    ask,
    trail,
    handle: modify,
  }),
  DeleteDBInstance: modelWrite<DeleteDBInstanceMessage, DeleteDBInstanceResult>(DeleteDBInstance$, {
    ask,
    trail,
    handle: remove,
  }),
  StopDBInstance: modelWrite<StopDBInstanceMessage, StopDBInstanceResult>(StopDBInstance$, {
    ask,
    trail,
    handle: (call, input) => ({ DBInstance: turn(call, input.DBInstanceIdentifier, 'stopped') }),
  }),
  StartDBInstance: modelWrite<StartDBInstanceMessage, StartDBInstanceResult>(StartDBInstance$, {
    ask,
    trail,
    handle: (call, input) => ({ DBInstance: turn(call, input.DBInstanceIdentifier, 'available') }),
  }),
};
