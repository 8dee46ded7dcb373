import type { Cluster, CreateClusterRequest, Logging, LogType } from '@aws-sdk/client-eks';
import type { Account } from '../store/account';
import type { Random } from '../store/random';
import type { Table } from '../store/table';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';

/** A cluster as it is answered; the time in milliseconds. */
export type ClusterRow = Omit<Cluster, 'createdAt' | 'name' | 'arn'> & { name: string; arn: string; createdAt: number };

export const clustersOf = (account: Account, region: string): Table<ClusterRow> =>
  account.table<ClusterRow>('eks.cluster', region);

type Place = Pick<Call, 'account' | 'region'>;

export const clusterArn = ({ account, region }: Place, name: string): string =>
  `arn:aws:eks:${region}:${account.id}:cluster/${name}`;

export function findCluster(call: Place, name: string | undefined): ClusterRow {
  const found = clustersOf(call.account, call.region).get(name ?? '');
  if (found === undefined) throw new AwsError('ResourceNotFoundException', `No cluster found for name: ${name}.`, 404);
  return found;
}

const LOG_TYPES: readonly LogType[] = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/** EKS answers the enabled types together and the others together. */
export function loggingOf(given: Logging | undefined): Logging {
  const on = (given?.clusterLogging ?? []).filter(({ enabled }) => enabled).flatMap(({ types }) => types ?? []);
  const off = LOG_TYPES.filter((type) => !on.includes(type));
  return {
    clusterLogging: [
      ...(on.length > 0 ? [{ types: on, enabled: true }] : []),
      ...(off.length > 0 ? [{ types: off, enabled: false }] : []),
    ],
  };
}

/** A new cluster, active at once, with EKS's defaults: the endpoint is public to everybody. `oidcId` fixes the issuer. */
export function newCluster(
  random: Random,
  place: Place,
  input: CreateClusterRequest,
  createdAt: number,
  oidcId = random.text('0123456789ABCDEF', 32),
): ClusterRow {
  const { name = '', resourcesVpcConfig: vpc, kubernetesNetworkConfig: network } = input;
  const subnet = place.account.table<{ VpcId?: string }>('ec2.subnet', place.region).get(vpc?.subnetIds?.[0] ?? '');
  return {
    name,
    arn: clusterArn(place, name),
    createdAt,
    version: input.version ?? '1.33',
    endpoint: `https://${oidcId}.gr7.${place.region}.eks.amazonaws.com`,
    roleArn: input.roleArn,
    resourcesVpcConfig: {
      subnetIds: vpc?.subnetIds ?? [],
      securityGroupIds: vpc?.securityGroupIds ?? [],
      clusterSecurityGroupId: `sg-0${random.text('0123456789abcdef', 16)}`,
      ...(subnet?.VpcId ? { vpcId: subnet.VpcId } : {}),
      endpointPublicAccess: vpc?.endpointPublicAccess ?? true,
      endpointPrivateAccess: vpc?.endpointPrivateAccess ?? false,
      publicAccessCidrs: vpc?.publicAccessCidrs ?? ['0.0.0.0/0'],
    },
    kubernetesNetworkConfig: { serviceIpv4Cidr: network?.serviceIpv4Cidr ?? '172.20.0.0/16', ipFamily: 'ipv4' },
    logging: loggingOf(input.logging),
    identity: { oidc: { issuer: `https://oidc.eks.${place.region}.amazonaws.com/id/${oidcId}` } },
    status: 'ACTIVE',
    certificateAuthority: { data: random.bytes(120).toString('base64') },
    platformVersion: 'eks.9',
    tags: input.tags ?? {},
    encryptionConfig: input.encryptionConfig ?? [],
    accessConfig: { authenticationMode: input.accessConfig?.authenticationMode ?? 'CONFIG_MAP' },
    upgradePolicy: { supportType: 'EXTENDED' },
    deletionProtection: input.deletionProtection ?? false,
  };
}
