import type { DBSubnetGroup } from '@aws-sdk/client-rds';
import type { Account } from '../store/account';
import { type Network, networkOf } from '../store/network';
import type { Random } from '../store/random';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';

type Common = {
  id: string;
  arn: string;
  resourceId: string;
  engine: string;
  engineVersion: string;
  masterUsername: string;
  createdAt: number;
  status: 'available' | 'stopped';
  securityGroups: string[];
  subnetGroup: string;
  encrypted: boolean;
  kmsKeyArn: string | undefined;
  backupDays: number;
  deletionProtection: boolean;
  iamAuthentication: boolean;
  port: number;
  dnsName: string;
  tags: Record<string, string>;
};

export type InstanceRow = Common & {
  instanceClass: string;
  storageGb: number;
  storageType: string;
  zone: string;
  multiAz: boolean;
  public: boolean;
  clusterId: string | undefined;
  sourceId: string | undefined;
  monitoringRoleArn: string | undefined;
};

export type ClusterRow = Common & { readerDnsName: string; databaseName: string | undefined };

export const instances = (account: Account, region: string) => account.table<InstanceRow>('rds.instance', region);
export const clusters = (account: Account, region: string) => account.table<ClusterRow>('rds.cluster', region);

export function instance(call: Call, idOrArn: string | undefined): InstanceRow {
  const id = nameIn(idOrArn);
  const found = instances(call.account, call.region).get(id);
  if (found === undefined) throw new AwsError('DBInstanceNotFound', `DBInstance ${id} not found.`, 404);
  return found;
}

export function cluster(call: Call, idOrArn: string | undefined): ClusterRow {
  const id = nameIn(idOrArn);
  const found = clusters(call.account, call.region).get(id);
  if (found === undefined) throw new AwsError('DBClusterNotFoundFault', `DBCluster ${id} not found.`, 404);
  return found;
}

/** RDS keeps identifiers in lower case. */
export const nameIn = (idOrArn: string | undefined) => (idOrArn?.split(':').at(-1) ?? '').toLowerCase();

export const rdsArn = (call: Pick<Call, 'account' | 'region'>, kind: 'db' | 'cluster', id: string | undefined) =>
  id?.startsWith('arn:') ? id : `arn:aws:rds:${call.region}:${call.account.id}:${kind}:${(id ?? '').toLowerCase()}`;

const PORTS: Readonly<Record<string, number>> = { postgres: 5432, 'aurora-postgresql': 5432, 'sqlserver-ex': 1433 };
export const portOf = (engine: string) => PORTS[engine] ?? (engine.startsWith('oracle') ? 1521 : 3306);
const VERSIONS: Readonly<Record<string, string>> = {
  postgres: '16.4',
  mysql: '8.0.39',
  mariadb: '10.11.9',
  'aurora-postgresql': '16.4',
  'aurora-mysql': '8.0.mysql_aurora.3.08.0',
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
type Given<Row> = Pick<Common, 'id' | 'engine' | 'createdAt'> & Partial<Row>;

function common(
  random: Random,
  account: Account,
  region: string,
  kind: 'db' | 'cluster',
  given: Given<Common>,
  network: Network,
): Common {
  // The middle of the DNS name stands for the account and region.
  const place = `c${network.vpcId.slice(-11).padStart(11, '0')}`;
  return {
    arn: `arn:aws:rds:${region}:${account.id}:${kind}:${given.id}`,
    resourceId: `${kind === 'db' ? 'db' : 'cluster'}-${random.text(ALPHABET, 26)}`,
    engineVersion: VERSIONS[given.engine] ?? '1.0',
    masterUsername: 'admin',
    status: 'available',
    securityGroups: network.securityGroups.slice(0, 1),
    subnetGroup: 'default',
    encrypted: false,
    kmsKeyArn: undefined,
    backupDays: 1,
    deletionProtection: false,
    iamAuthentication: false,
    port: portOf(given.engine),
    dnsName: `${given.id}.${kind === 'cluster' ? 'cluster-' : ''}${place}.${region}.rds.amazonaws.com`,
    tags: {},
    ...given,
  };
}

export function makeInstance(
  random: Random,
  account: Account,
  region: string,
  given: Given<InstanceRow>,
  network = networkOf(account, region),
): InstanceRow {
  return {
    ...common(random, account, region, 'db', given, network),
    instanceClass: 'db.t4g.medium',
    storageGb: 20,
    storageType: given.clusterId ? 'aurora' : 'gp3',
    zone: network.subnets[0]?.zone ?? `${region}a`,
    multiAz: false,
    public: false,
    clusterId: undefined,
    sourceId: undefined,
    monitoringRoleArn: undefined,
    ...given,
  };
}

export function makeCluster(
  random: Random,
  account: Account,
  region: string,
  given: Given<ClusterRow>,
  network = networkOf(account, region),
): ClusterRow {
  const made = common(random, account, region, 'cluster', given, network);
  const readerDnsName = made.dnsName.replace('.cluster-', '.cluster-ro-');
  return { ...made, readerDnsName, databaseName: undefined, ...given };
}

/** Subnet groups are no resources of their own here: each name stands for the account's network. */
export function shownSubnetGroup(
  network: Network,
  call: Pick<Call, 'account' | 'region'>,
  name: string,
): DBSubnetGroup {
  return {
    DBSubnetGroupName: name,
    DBSubnetGroupDescription: name,
    DBSubnetGroupArn: `arn:aws:rds:${call.region}:${call.account.id}:subgrp:${name}`,
    VpcId: network.vpcId,
    SubnetGroupStatus: 'Complete',
    Subnets: network.subnets.map(({ id, zone }) => ({
      SubnetIdentifier: id,
      SubnetAvailabilityZone: { Name: zone },
      SubnetStatus: 'Active',
    })),
  };
}

export const tagList = (tags: Record<string, string>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
export const tagsOf = (given: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined) =>
  Object.fromEntries((given ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));

/** 20 to 100 records a page (API Reference, MaxRecords). */
export function pageSize(given: number | undefined): number {
  if (given !== undefined && (given < 20 || given > 100)) {
    throw new AwsError(
      'InvalidParameterValue',
      `Invalid value ${given} for MaxRecords. Must be between 20 and 100`,
      400,
    );
  }
  return given ?? 100;
}

export const badMarker = () => new AwsError('InvalidParameterValue', 'Invalid Marker', 400);

export const keyArn = (call: Call, given: string | undefined) =>
  given === undefined || given.startsWith('arn:')
    ? given
    : `arn:aws:kms:${call.region}:${call.account.id}:${given.startsWith('alias/') ? given : `key/${given}`}`;
