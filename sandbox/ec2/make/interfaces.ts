import type { NetworkInterfaceType, Tag } from '@aws-sdk/client-ec2';
import { AwsError } from '../../wire/errors';
import { blockOf, textOf } from '../kit/cidr';
import type { Ec2Tables, GroupRow, InterfaceRow, SubnetRow } from '../kit/rows';
import { ec2Id, type Maker } from './maker';

/** A free address of the subnet, at random as AWS does; the first four and the last are AWS's. */
export function freeAddress(maker: Maker, subnet: SubnetRow): string {
  const block = blockOf(subnet.CidrBlock) ?? { first: 0, size: 0 };
  const used = new Set(usedAddresses(maker.ec2, subnet.SubnetId));
  const room = block.size - 5;
  if (used.size >= room) {
    throw new AwsError(
      'InsufficientFreeAddressesInSubnet',
      `There are not enough free addresses in subnet '${subnet.SubnetId}' to satisfy the requested number of instances.`,
    );
  }
  for (;;) {
    const address = textOf(block.first + 4 + maker.random.between(0, room - 1));
    if (!used.has(address)) return address;
  }
}

export function usedAddresses(ec2: Ec2Tables, subnetId: string): string[] {
  const found: string[] = [];
  for (const [, each] of ec2.interfaces.entries()) if (each.SubnetId === subnetId) found.push(each.PrivateIpAddress);
  return found;
}

export const dashed = (address: string) => address.replaceAll('.', '-');

export function privateName(region: string, address: string): string {
  return `ip-${dashed(address)}.${region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`}`;
}

export function publicName(region: string, address: string): string {
  return `ec2-${dashed(address)}.${region === 'us-east-1' ? 'compute-1' : `${region}.compute`}.amazonaws.com`;
}

/** An address that looks like one of AWS's own. */
export function publicAddress(maker: Pick<Maker, 'random'>): string {
  const first = maker.random.pick(['3', '13', '18', '34', '52', '54', '63', '99']);
  return `${first}.${maker.random.between(0, 255)}.${maker.random.between(0, 255)}.${maker.random.between(1, 254)}`;
}

export function makeInterface(
  maker: Maker,
  subnet: SubnetRow,
  more: {
    address?: string | undefined;
    groups?: readonly Pick<GroupRow, 'GroupId' | 'GroupName'>[];
    description?: string | undefined;
    tags?: Tag[];
    publicIp?: string | undefined;
    attachment?: InterfaceRow['Attachment'] | undefined;
    type?: NetworkInterfaceType | undefined;
    requesterId?: string;
  } = {},
): InterfaceRow {
  const NetworkInterfaceId = ec2Id(maker, 'eni');
  const address = more.address ?? freeAddress(maker, subnet);
  const association = more.publicIp
    ? {
        PublicIp: more.publicIp,
        PublicDnsName: publicName(maker.region, more.publicIp),
        IpOwnerId: 'amazon',
      }
    : undefined;
  const mac = maker.random.bytes(5).toString('hex').match(/../g) ?? [];
  return maker.keep(maker.ec2.interfaces, NetworkInterfaceId, {
    NetworkInterfaceId,
    SubnetId: subnet.SubnetId,
    VpcId: subnet.VpcId,
    AvailabilityZone: subnet.AvailabilityZone,
    AvailabilityZoneId: subnet.AvailabilityZoneId,
    OwnerId: maker.accountId,
    Description: more.description ?? '',
    InterfaceType: more.type ?? 'interface',
    MacAddress: ['0a', ...mac].join(':'),
    PrivateIpAddress: address,
    PrivateDnsName: privateName(maker.region, address),
    PrivateIpAddresses: [
      {
        Primary: true,
        PrivateIpAddress: address,
        PrivateDnsName: privateName(maker.region, address),
        ...(association && { Association: association }),
      },
    ],
    Groups: (more.groups ?? []).map(({ GroupId, GroupName }) => ({ GroupId, GroupName })),
    Ipv6Addresses: [],
    RequesterManaged: more.requesterId !== undefined,
    ...(more.requesterId !== undefined && { RequesterId: more.requesterId }),
    SourceDestCheck: more.type?.toString() !== 'nat_gateway',
    Status: more.attachment ? 'in-use' : 'available',
    ...(more.attachment && { Attachment: more.attachment }),
    ...(association && { Association: association }),
    TagSet: more.tags ?? [],
  });
}

/** The interface with another public address, or none. */
export function withPublicAddress(row: InterfaceRow, association: InterfaceRow['Association'] | undefined) {
  const { Association: _former, ...rest } = row;
  return {
    ...rest,
    PrivateIpAddresses: (row.PrivateIpAddresses ?? []).map(({ Association: _each, ...address }) =>
      address.Primary && association ? { ...address, Association: association } : address,
    ),
    ...(association && { Association: association }),
  };
}
