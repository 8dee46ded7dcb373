import { DescribeNetworkInterfacesCommand, type NetworkInterface } from '@aws-sdk/client-ec2';
import { nothing } from '@/lib/collectors/trail-refs';
import type { Collector } from '@/lib/collectors/types';
import { ec2Events, ids, taggingEvents } from './events';
import { describing } from './reads/describe';
import { pagesOf } from './reads/pages';
import { ec2Arn, ec2Attributes, ec2Resource, edge, groupEdges } from './values';

const TYPE = 'AWS::EC2::NetworkInterface';

export const networkInterfaceCollector: Collector<NetworkInterface> = {
  service: 'ec2',
  type: TYPE,
  title: 'Network interface',
  scope: 'regional',
  actions: ['ec2:DescribeNetworkInterfaces'],
  enrichingActions: [],
  readActions: [],
  ...describing<NetworkInterface>({
    idOf: (each) => each.NetworkInterfaceId,
    idFilter: 'network-interface-id',
    read: (ctx, Filters) =>
      pagesOf(
        ctx,
        (ec2, NextToken, options) =>
          ec2.send(new DescribeNetworkInterfacesCommand({ Filters, NextToken, MaxResults: 1000 }), options),
        (page) => page.NetworkInterfaces,
      ),
  }),
  normalize: (raw, env) =>
    ec2Resource(env, TYPE, {
      id: raw.NetworkInterfaceId,
      arn: ec2Arn(env, 'network-interface', raw.NetworkInterfaceId ?? '', raw.OwnerId),
      tags: raw.TagSet,
      attributes: ec2Attributes(raw, {
        omit: ['TagSet'],
        sort: ['Groups', 'PrivateIpAddresses', 'Ipv6Addresses', 'Ipv4Prefixes', 'Ipv6Prefixes', 'AssociatedSubnets'],
      }),
      addresses: [
        raw.PrivateIpAddress,
        raw.PrivateDnsName,
        raw.PublicDnsName,
        raw.Association?.PublicIp,
        ...(raw.PrivateIpAddresses ?? []).flatMap((each) => [each.PrivateIpAddress, each.Association?.PublicIp]),
        ...(raw.Ipv6Addresses ?? []).map((each) => each.Ipv6Address),
      ],
      relationships: [
        edge('belongsTo', 'AWS::EC2::Subnet', raw.SubnetId),
        ...groupEdges(raw.Groups),
        edge('attached', 'AWS::EC2::Instance', raw.Attachment?.InstanceId),
      ],
    }),
  events: [
    ...ec2Events(ids({ answers: ['networkInterface.networkInterfaceId'] }), { creates: ['CreateNetworkInterface'] }),
    ...ec2Events(ids({ answers: ['instancesSet.items[].networkInterfaceSet.items[].networkInterfaceId'] }), {
      creates: ['RunInstances'],
    }),
    ...ec2Events(ids({ asks: ['networkInterfaceId'] }), {
      updates: [
        'AttachNetworkInterface',
        'ModifyNetworkInterfaceAttribute',
        'ResetNetworkInterfaceAttribute',
        'AssignPrivateIpAddresses',
        'UnassignPrivateIpAddresses',
        'AssignIpv6Addresses',
        'UnassignIpv6Addresses',
        'AssociateAddress',
        'ModifyPublicIpDnsNameOptions',
      ],
      deletes: ['DeleteNetworkInterface'],
    }),
    // The first names the attachment only; the others make and end interfaces of their own.
    ...ec2Events(nothing, {
      creates: ['CreateVpcEndpoint', 'CreateNatGateway'],
      updates: ['DetachNetworkInterface'],
      deletes: ['TerminateInstances', 'DeleteVpcEndpoints', 'DeleteNatGateway'],
    }),
    ...taggingEvents('eni-'),
  ],
};
