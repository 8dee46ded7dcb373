import type { Tag } from '@aws-sdk/client-ec2';
import type { AddressRow, EndpointRow, GroupRow, NatGatewayRow, SubnetRow } from '../kit/rows';
import { makeInterface, publicAddress, publicName, withPublicAddress } from './interfaces';
import { ec2Id, type Maker } from './maker';

export function makeAddress(maker: Maker, tags: Tag[] = [], publicIp: string = publicAddress(maker)): AddressRow {
  const AllocationId = ec2Id(maker, 'eipalloc');
  return maker.keep(maker.ec2.addresses, AllocationId, {
    AllocationId,
    PublicIp: publicIp,
    Domain: 'vpc',
    PublicIpv4Pool: 'amazon',
    NetworkBorderGroup: maker.region,
    Tags: tags,
  });
}

/** Binds an elastic address to an interface, and shows it there and on the interface's instance. */
export function bindAddress(maker: Maker, address: AddressRow, interfaceId: string): AddressRow {
  const { interfaces, instances, addresses } = maker.ec2;
  const face = interfaces.get(interfaceId);
  const AssociationId = ec2Id(maker, 'eipassoc');
  const PublicDnsName = publicName(maker.region, address.PublicIp);
  const instance = instances.get(face?.Attachment?.InstanceId ?? '');
  if (face) {
    const association = {
      AllocationId: address.AllocationId,
      AssociationId,
      IpOwnerId: maker.accountId,
      PublicDnsName,
      PublicIp: address.PublicIp,
    };
    maker.keep(interfaces, interfaceId, withPublicAddress(face, association));
  }
  if (instance && instance.interfaceIds[0] === interfaceId) {
    maker.keep(instances, instance.InstanceId, { ...instance, PublicIpAddress: address.PublicIp, PublicDnsName });
  }
  return maker.keep(addresses, address.AllocationId, {
    ...address,
    AssociationId,
    NetworkInterfaceId: interfaceId,
    NetworkInterfaceOwnerId: maker.accountId,
    PrivateIpAddress: face?.PrivateIpAddress,
    ...(instance && { InstanceId: instance.InstanceId }),
  });
}

/** Undoes `bindAddress`; a stopped or interface-less binding leaves nothing behind. */
export function unbindAddress(maker: Maker, address: AddressRow): AddressRow {
  const { interfaces, instances, addresses } = maker.ec2;
  const face = interfaces.get(address.NetworkInterfaceId ?? '');
  if (face) maker.keep(interfaces, face.NetworkInterfaceId, withPublicAddress(face, undefined));
  const instance = instances.get(address.InstanceId ?? '');
  if (instance) {
    const { PublicIpAddress: _address, ...rest } = instance;
    maker.keep(instances, instance.InstanceId, { ...rest, PublicDnsName: '' });
  }
  const { AssociationId: _a, NetworkInterfaceId: _n, NetworkInterfaceOwnerId: _o, ...rest } = address;
  const { PrivateIpAddress: _p, InstanceId: _i, ...free } = rest;
  return maker.keep(addresses, address.AllocationId, free);
}

export function makeNatGateway(
  maker: Maker,
  subnet: SubnetRow,
  more: { address?: AddressRow | undefined; tags?: Tag[] } = {},
): NatGatewayRow {
  const NatGatewayId = ec2Id(maker, 'nat');
  const face = makeInterface(maker, subnet, {
    // What AWS sends; the SDK's enumeration spells it otherwise.
    type: 'nat_gateway' as 'natGateway',
    description: `Interface for NAT Gateway ${NatGatewayId}`,
    requesterId: maker.accountId,
    attachment: {
      AttachmentId: `ela-attach-0${maker.random.text('0123456789abcdef', 16)}`,
      DeviceIndex: 1,
      InstanceOwnerId: 'amazon-aws',
      Status: 'attached',
      DeleteOnTermination: false,
    },
  });
  const bound = more.address && bindAddress(maker, more.address, face.NetworkInterfaceId);
  return maker.keep(maker.ec2.natGateways, NatGatewayId, {
    NatGatewayId,
    VpcId: subnet.VpcId,
    SubnetId: subnet.SubnetId,
    State: 'available',
    ConnectivityType: bound ? 'public' : 'private',
    CreateTime: maker.now,
    NatGatewayAddresses: [
      {
        NetworkInterfaceId: face.NetworkInterfaceId,
        PrivateIp: face.PrivateIpAddress,
        IsPrimary: true,
        Status: 'succeeded',
        ...(bound && {
          AllocationId: bound.AllocationId,
          PublicIp: bound.PublicIp,
          AssociationId: bound.AssociationId,
        }),
      },
    ],
    Tags: more.tags ?? [],
  });
}

const OPEN_POLICY = JSON.stringify({
  Version: '2008-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
});

export function makeEndpoint(
  maker: Maker,
  parts: {
    vpcId: string;
    service: string;
    type: 'Gateway' | 'Interface';
    subnets?: readonly SubnetRow[];
    groups?: readonly GroupRow[];
    routeTableIds?: readonly string[];
    policy?: string | undefined;
    privateDns?: boolean | undefined;
    tags?: Tag[];
  },
): EndpointRow {
  const VpcEndpointId = ec2Id(maker, 'vpce');
  const faces = (parts.subnets ?? []).map((subnet) =>
    makeInterface(maker, subnet, {
      type: 'vpc_endpoint',
      description: `VPC Endpoint Interface ${VpcEndpointId}`,
      groups: parts.groups ?? [],
      requesterId: '727180483921',
      attachment: {
        AttachmentId: `ela-attach-0${maker.random.text('0123456789abcdef', 16)}`,
        DeviceIndex: 1,
        InstanceOwnerId: 'amazon-aws',
        Status: 'attached',
        DeleteOnTermination: false,
      },
    }),
  );
  const short = parts.service.split('.').slice(3).join('.');
  const name = `${VpcEndpointId}-${maker.random.text('abcdefghijklmnopqrstuvwxyz0123456789', 8)}.${short}.${maker.region}.vpce.amazonaws.com`;
  return maker.keep(maker.ec2.endpoints, VpcEndpointId, {
    VpcEndpointId,
    VpcEndpointType: parts.type,
    VpcId: parts.vpcId,
    ServiceName: parts.service,
    // AWS sends small letters where the SDK's type has a capital.
    State: 'available' as 'Available',
    PolicyDocument: parts.policy ?? OPEN_POLICY,
    RouteTableIds: [...(parts.routeTableIds ?? [])],
    SubnetIds: (parts.subnets ?? []).map(({ SubnetId }) => SubnetId),
    Groups: (parts.groups ?? []).map(({ GroupId, GroupName }) => ({ GroupId, GroupName })),
    NetworkInterfaceIds: faces.map(({ NetworkInterfaceId }) => NetworkInterfaceId),
    DnsEntries: parts.type === 'Interface' ? [{ DnsName: name, HostedZoneId: 'Z38GZ743OKFT7T' }] : [],
    PrivateDnsEnabled: parts.type === 'Interface' && (parts.privateDns ?? true),
    IpAddressType: 'ipv4',
    RequesterManaged: false,
    CreationTimestamp: maker.now,
    OwnerId: maker.accountId,
    Tags: parts.tags ?? [],
  });
}
