import type {
  Address,
  DhcpOptions,
  Image,
  Instance,
  InternetGateway,
  KeyPairInfo,
  NatGateway,
  NetworkInterface,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Snapshot,
  Subnet,
  Volume,
  Vpc,
  VpcEndpoint,
  VpcPeeringConnection,
} from '@aws-sdk/client-ec2';
import type { Account } from '../../store/account';
import type { Table } from '../../store/table';

/** An SDK structure as plain JSON: times are milliseconds since 1970. */
export type Stored<T> = T extends Date
  ? number
  : T extends readonly (infer Item)[]
    ? Stored<Item>[]
    : T extends object
      ? { [Member in keyof T]: Stored<T[Member]> }
      : T;

/** `endedAt`: AWS shows some things for an hour after their end. */
type Ending = { endedAt?: number };
export type VpcRow = Stored<Vpc> & { VpcId: string; CidrBlock: string; dns: { support: boolean; hostnames: boolean } };
export type SubnetRow = Stored<Subnet> & { SubnetId: string; VpcId: string; CidrBlock: string };
export type RuleRow = SecurityGroupRule & { SecurityGroupRuleId: string; IsEgress: boolean; IpProtocol: string };
export type GroupRow = Stored<Omit<SecurityGroup, 'IpPermissions' | 'IpPermissionsEgress'>> & {
  GroupId: string;
  GroupName: string;
  VpcId: string;
  rules: RuleRow[];
};
/** Its interfaces are rows of their own. `protect`: against termination and stopping. */
export type InstanceRow = Stored<Omit<Instance, 'NetworkInterfaces' | 'SecurityGroups'>> & {
  InstanceId: string;
  reservationId: string;
  interfaceIds: string[];
  profileAssociationId?: string;
  protect: { termination: boolean; stop: boolean };
} & Ending;
export type VolumeRow = Stored<Volume> & { VolumeId: string };
/** Who may make volumes of it: account ids, or the group `all`. */
export type SnapshotRow = Stored<Snapshot> & { SnapshotId: string; sharedWith: string[] };
export type ImageRow = Stored<Image> & { ImageId: string; sharedWith: string[] };
export type InterfaceRow = Stored<NetworkInterface> & {
  NetworkInterfaceId: string;
  SubnetId: string;
  VpcId: string;
  PrivateIpAddress: string;
};
export type RouteTableRow = Stored<RouteTable> & { RouteTableId: string; VpcId: string };
export type InternetGatewayRow = Stored<InternetGateway> & { InternetGatewayId: string };
export type NatGatewayRow = Stored<NatGateway> & { NatGatewayId: string } & Ending;
export type AddressRow = Stored<Address> & { AllocationId: string; PublicIp: string };
export type KeyPairRow = Stored<KeyPairInfo> & { KeyPairId: string; KeyName: string };
export type DhcpRow = Stored<DhcpOptions> & { DhcpOptionsId: string };
export type EndpointRow = Stored<VpcEndpoint> & { VpcEndpointId: string };
export type PeeringRow = Stored<VpcPeeringConnection> & { VpcPeeringConnectionId: string } & Ending;

/** EC2's things of one account in one region. */
export type Ec2Tables = {
  vpcs: Table<VpcRow>;
  subnets: Table<SubnetRow>;
  groups: Table<GroupRow>;
  instances: Table<InstanceRow>;
  volumes: Table<VolumeRow>;
  snapshots: Table<SnapshotRow>;
  images: Table<ImageRow>;
  interfaces: Table<InterfaceRow>;
  routeTables: Table<RouteTableRow>;
  internetGateways: Table<InternetGatewayRow>;
  natGateways: Table<NatGatewayRow>;
  addresses: Table<AddressRow>;
  keyPairs: Table<KeyPairRow>;
  dhcpOptions: Table<DhcpRow>;
  endpoints: Table<EndpointRow>;
  peerings: Table<PeeringRow>;
  /** Settings of the region: `defaults` once its default VPC was made, `ebs` encryption by default. */
  settings: Table<{ on: boolean }>;
};

export function ec2Tables(account: Account, region: string): Ec2Tables {
  const table = <T extends object>(kind: string) => account.table<T>(`ec2.${kind}`, region);
  return {
    vpcs: table('vpc'),
    subnets: table('subnet'),
    groups: table('security-group'),
    instances: table('instance'),
    volumes: table('volume'),
    snapshots: table('snapshot'),
    images: table('image'),
    interfaces: table('network-interface'),
    routeTables: table('route-table'),
    internetGateways: table('internet-gateway'),
    natGateways: table('nat-gateway'),
    addresses: table('address'),
    keyPairs: table('key-pair'),
    dhcpOptions: table('dhcp-options'),
    endpoints: table('vpc-endpoint'),
    peerings: table('vpc-peering'),
    settings: table('settings'),
  };
}

const TIMES = new Set([
  'CreateTime',
  'StartTime',
  'LaunchTime',
  'AttachTime',
  'DeleteTime',
  'CreationTimestamp',
  'ExpirationTime',
  'CompletionTime',
]);

/** A row as the SDK's type has it, to answer with. Members that the schema does not know are left out by the codec. */
export function toAnswer<T>(row: Stored<T>): T {
  const convert = (value: unknown, name: string): unknown => {
    if (typeof value === 'number' && TIMES.has(name)) return new Date(value);
    if (Array.isArray(value)) return value.map((item) => convert(item, name));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([member, each]) => [member, convert(each, member)]));
  };
  return convert(row, '') as T;
}
