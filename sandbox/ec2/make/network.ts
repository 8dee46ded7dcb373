import type { Tag } from '@aws-sdk/client-ec2';
import { blockOf } from '../kit/cidr';
import type {
  DhcpRow,
  GroupRow,
  InternetGatewayRow,
  RouteTableRow,
  RuleRow,
  Stored,
  SubnetRow,
  VpcRow,
} from '../kit/rows';
import type { Zone } from '../kit/zones';
import { ec2ArnOf, ec2Id, type Maker } from './maker';

/** A rule without what AWS gives it: id, owner, group. */
export type NewRule = Omit<RuleRow, 'SecurityGroupRuleId' | 'GroupId' | 'GroupOwnerId'>;

export const everywhere = (ports: { protocol?: string; from: number; to?: number }, description?: string): NewRule => ({
  IsEgress: false,
  IpProtocol: ports.protocol ?? 'tcp',
  FromPort: ports.from,
  ToPort: ports.to ?? ports.from,
  CidrIpv4: '0.0.0.0/0',
  ...(description && { Description: description }),
});

const ANYWHERE_OUT: NewRule = { IsEgress: true, IpProtocol: '-1', FromPort: -1, ToPort: -1, CidrIpv4: '0.0.0.0/0' };

export function makeDhcpOptions(maker: Maker, options: Record<string, string[]>, tags: Tag[] = []): DhcpRow {
  const DhcpOptionsId = ec2Id(maker, 'dopt');
  const DhcpConfigurations = Object.entries(options).map(([Key, values]) => ({
    Key,
    Values: values.map((Value) => ({ Value })),
  }));
  return maker.keep(maker.ec2.dhcpOptions, DhcpOptionsId, {
    DhcpOptionsId,
    OwnerId: maker.accountId,
    DhcpConfigurations,
    Tags: tags,
  });
}

/** A VPC with what comes with it: its default security group and its main route table. */
export function makeVpc(
  maker: Maker,
  cidr: string,
  more: {
    tags?: Tag[];
    isDefault?: boolean;
    dhcpOptionsId?: string;
    tenancy?: 'default' | 'dedicated';
    ipv6?: boolean;
  } = {},
): { vpc: VpcRow; mainTable: RouteTableRow; defaultGroup: GroupRow } {
  const VpcId = ec2Id(maker, 'vpc');
  const vpc: VpcRow = maker.keep(maker.ec2.vpcs, VpcId, {
    VpcId,
    OwnerId: maker.accountId,
    CidrBlock: cidr,
    State: 'available',
    DhcpOptionsId: more.dhcpOptionsId ?? [...maker.ec2.dhcpOptions.entries()][0]?.[0] ?? 'default',
    InstanceTenancy: more.tenancy ?? 'default',
    IsDefault: more.isDefault ?? false,
    CidrBlockAssociationSet: [
      { AssociationId: ec2Id(maker, 'vpc-cidr-assoc'), CidrBlock: cidr, CidrBlockState: { State: 'associated' } },
    ],
    ...(more.ipv6 && {
      Ipv6CidrBlockAssociationSet: [
        {
          AssociationId: ec2Id(maker, 'vpc-cidr-assoc'),
          Ipv6CidrBlock: `2a05:d018:${maker.random.text('0123456789abcdef', 3)}:${maker.random.text('123456789abcdef', 2)}00::/56`,
          Ipv6CidrBlockState: { State: 'associated' },
          NetworkBorderGroup: maker.region,
          Ipv6Pool: 'Amazon',
        },
      ],
    }),
    Tags: more.tags ?? [],
    dns: { support: true, hostnames: more.isDefault ?? false },
  });
  const mainTable = makeRouteTable(maker, vpc, { main: true });
  const defaultGroup = makeGroup(maker, { name: 'default', description: 'default VPC security group', vpcId: VpcId });
  const own = { GroupId: defaultGroup.GroupId, UserId: maker.accountId };
  const rules = [
    makeRule(maker, defaultGroup.GroupId, {
      IsEgress: false,
      IpProtocol: '-1',
      FromPort: -1,
      ToPort: -1,
      ReferencedGroupInfo: own,
    }),
    ...defaultGroup.rules,
  ];
  return {
    vpc,
    mainTable,
    defaultGroup: maker.keep(maker.ec2.groups, defaultGroup.GroupId, { ...defaultGroup, rules }),
  };
}

export function makeSubnet(
  maker: Maker,
  vpcId: string,
  cidr: string,
  zone: Zone,
  more: { tags?: Tag[]; publicIps?: boolean; isDefault?: boolean } = {},
): SubnetRow {
  const SubnetId = ec2Id(maker, 'subnet');
  return maker.keep(maker.ec2.subnets, SubnetId, {
    SubnetId,
    SubnetArn: ec2ArnOf(maker, `subnet/${SubnetId}`),
    VpcId: vpcId,
    OwnerId: maker.accountId,
    CidrBlock: cidr,
    State: 'available',
    AvailabilityZone: zone.name,
    AvailabilityZoneId: zone.id,
    DefaultForAz: more.isDefault ?? false,
    MapPublicIpOnLaunch: more.publicIps ?? more.isDefault ?? false,
    MapCustomerOwnedIpOnLaunch: false,
    AssignIpv6AddressOnCreation: false,
    Ipv6CidrBlockAssociationSet: [],
    Ipv6Native: false,
    EnableDns64: false,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    Tags: more.tags ?? [],
  });
}

/** Five addresses of a subnet are AWS's. */
export function freeAddresses(subnet: Pick<SubnetRow, 'CidrBlock'>, used: number): number {
  return Math.max(0, (blockOf(subnet.CidrBlock)?.size ?? 0) - 5 - used);
}

export function makeRule(maker: Maker, groupId: string, rule: NewRule): RuleRow {
  return {
    ...rule,
    SecurityGroupRuleId: ec2Id(maker, 'sgr'),
    GroupId: groupId,
    GroupOwnerId: maker.accountId,
    Tags: rule.Tags ?? [],
  };
}

/** New groups let everything out and nothing in. */
export function makeGroup(
  maker: Maker,
  parts: { name: string; description: string; vpcId: string; tags?: Tag[]; rules?: readonly NewRule[] },
): GroupRow {
  const GroupId = ec2Id(maker, 'sg');
  const rules = [...(parts.rules ?? []), ANYWHERE_OUT].map((rule) => makeRule(maker, GroupId, rule));
  return maker.keep(maker.ec2.groups, GroupId, {
    GroupId,
    GroupName: parts.name,
    Description: parts.description,
    VpcId: parts.vpcId,
    OwnerId: maker.accountId,
    SecurityGroupArn: ec2ArnOf(maker, `security-group/${GroupId}`),
    Tags: parts.tags ?? [],
    rules,
  });
}

export function makeRouteTable(
  maker: Maker,
  vpc: VpcRow,
  more: { tags?: Tag[]; main?: boolean; subnetIds?: string[]; routes?: Stored<RouteTableRow['Routes']> } = {},
): RouteTableRow {
  const RouteTableId = ec2Id(maker, 'rtb');
  const associated = { RouteTableId, AssociationState: { State: 'associated' as const } };
  return maker.keep(maker.ec2.routeTables, RouteTableId, {
    RouteTableId,
    VpcId: vpc.VpcId,
    OwnerId: maker.accountId,
    Associations: [
      ...(more.main ? [{ ...associated, RouteTableAssociationId: ec2Id(maker, 'rtbassoc'), Main: true }] : []),
      ...(more.subnetIds ?? []).map((SubnetId) => ({
        ...associated,
        RouteTableAssociationId: ec2Id(maker, 'rtbassoc'),
        Main: false,
        SubnetId,
      })),
    ],
    Routes: [
      ...(vpc.CidrBlockAssociationSet ?? []).map(({ CidrBlock }) => ({
        DestinationCidrBlock: CidrBlock,
        GatewayId: 'local',
        Origin: 'CreateRouteTable' as const,
        State: 'active' as const,
      })),
      ...(more.routes ?? []),
    ],
    PropagatingVgws: [],
    Tags: more.tags ?? [],
  });
}

export function makeInternetGateway(maker: Maker, vpcId: string | undefined, tags: Tag[] = []): InternetGatewayRow {
  const InternetGatewayId = ec2Id(maker, 'igw');
  return maker.keep(maker.ec2.internetGateways, InternetGatewayId, {
    InternetGatewayId,
    OwnerId: maker.accountId,
    // AWS says `available` of an attached one.
    Attachments: vpcId ? [{ VpcId: vpcId, State: 'available' as 'attached' }] : [],
    Tags: tags,
  });
}

/** The route of everything else to a gateway. */
export const defaultRoute = (target: { GatewayId?: string; NatGatewayId?: string }) => ({
  DestinationCidrBlock: '0.0.0.0/0',
  ...target,
  Origin: 'CreateRoute' as const,
  State: 'active' as const,
});
