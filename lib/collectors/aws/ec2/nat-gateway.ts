import { DescribeNatGatewaysCommand, type NatGateway } from '@aws-sdk/client-ec2';
import type { Collector } from '@/lib/collectors/types';
import { ec2Events, ids, taggingEvents } from './events';
import { describing } from './reads/describe';
import { pagesOf } from './reads/pages';
import { ec2Arn, ec2Attributes, ec2Resource, edge } from './values';

const TYPE = 'AWS::EC2::NatGateway';

export const natGatewayCollector: Collector<NatGateway> = {
  service: 'ec2',
  type: TYPE,
  title: 'NAT gateway',
  scope: 'regional',
  actions: ['ec2:DescribeNatGateways'],
  enrichingActions: [],
  readActions: [],
  ...describing<NatGateway>({
    idOf: (gateway) => gateway.NatGatewayId,
    idFilter: 'nat-gateway-id',
    isGone: ({ State }) => State === 'deleting' || State === 'deleted',
    read: (ctx, Filter) =>
      pagesOf(
        ctx,
        (ec2, NextToken, options) =>
          ec2.send(new DescribeNatGatewaysCommand({ Filter, NextToken, MaxResults: 1000 }), options),
        (page) => page.NatGateways,
      ),
  }),
  normalize: (raw, env) =>
    ec2Resource(env, TYPE, {
      id: raw.NatGatewayId,
      arn: ec2Arn(env, 'natgateway', raw.NatGatewayId ?? ''),
      tags: raw.Tags,
      attributes: ec2Attributes(raw, { sort: ['NatGatewayAddresses'] }),
      addresses: (raw.NatGatewayAddresses ?? []).flatMap(({ PublicIp, PrivateIp }) => [PublicIp, PrivateIp]),
      relationships: [
        edge('belongsTo', 'AWS::EC2::Subnet', raw.SubnetId),
        // A regional NAT gateway has no subnet of its own.
        raw.SubnetId ? null : edge('belongsTo', 'AWS::EC2::VPC', raw.VpcId),
        ...(raw.NatGatewayAddresses ?? []).flatMap(({ AllocationId, NetworkInterfaceId }) => [
          edge('uses', 'AWS::EC2::EIP', AllocationId),
          edge('uses', 'AWS::EC2::NetworkInterface', NetworkInterfaceId),
        ]),
      ],
      createdAt: raw.CreateTime,
    }),
  events: [
    ...ec2Events(ids({ answers: ['natGateway.natGatewayId'] }), { creates: ['CreateNatGateway'] }),
    ...ec2Events(ids({ asks: ['natGatewayId'], answers: ['natGatewayId'] }), {
      updates: [
        'AssociateNatGatewayAddress',
        'DisassociateNatGatewayAddress',
        'AssignPrivateNatGatewayAddress',
        'UnassignPrivateNatGatewayAddress',
      ],
      deletes: ['DeleteNatGateway'],
    }),
    ...taggingEvents('nat-'),
  ],
};
