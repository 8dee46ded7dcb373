import { DescribeSubnetsCommand, type Subnet } from '@aws-sdk/client-ec2';
import { nothing } from '@/lib/collectors/trail-refs';
import type { Collector } from '@/lib/collectors/types';
import { ec2Events, ids, taggingEvents } from './events';
import { describing } from './reads/describe';
import { pagesOf } from './reads/pages';
import { ec2Arn, ec2Attributes, ec2Resource, edge } from './values';

const TYPE = 'AWS::EC2::Subnet';

export const subnetCollector: Collector<Subnet> = {
  service: 'ec2',
  type: TYPE,
  title: 'Subnet',
  scope: 'regional',
  actions: ['ec2:DescribeSubnets'],
  enrichingActions: [],
  readActions: [],
  ...describing<Subnet>({
    idOf: (subnet) => subnet.SubnetId,
    idFilter: 'subnet-id',
    read: (ctx, Filters) =>
      pagesOf(
        ctx,
        (ec2, NextToken, options) =>
          ec2.send(new DescribeSubnetsCommand({ Filters, NextToken, MaxResults: 1000 }), options),
        (page) => page.Subnets,
      ),
  }),
  normalize: (raw, env) =>
    ec2Resource(env, TYPE, {
      id: raw.SubnetId,
      arn: raw.SubnetArn ?? ec2Arn(env, 'subnet', raw.SubnetId ?? '', raw.OwnerId),
      tags: raw.Tags,
      attributes: ec2Attributes(raw, {
        omit: ['SubnetArn', 'AvailableIpAddressCount'],
        sort: ['Ipv6CidrBlockAssociationSet'],
      }),
      addresses: [raw.CidrBlock, ...(raw.Ipv6CidrBlockAssociationSet ?? []).map((each) => each.Ipv6CidrBlock)],
      volatile: { availableIpAddressCount: raw.AvailableIpAddressCount ?? null },
      relationships: [
        edge('belongsTo', 'AWS::EC2::VPC', raw.VpcId),
        edge('belongsTo', 'AWS::EC2::AvailabilityZone', raw.AvailabilityZoneId),
      ],
    }),
  events: [
    ...ec2Events(ids({ answers: ['subnet.subnetId'] }), { creates: ['CreateSubnet', 'CreateDefaultSubnet'] }),
    ...ec2Events(ids({ asks: ['subnetId'] }), { updates: ['ModifySubnetAttribute'], deletes: ['DeleteSubnet'] }),
    ...ec2Events(ids({ asks: ['subnetId'], answers: ['subnetId'] }), { updates: ['AssociateSubnetCidrBlock'] }),
    ...ec2Events(ids({ answers: ['subnetId'] }), { updates: ['DisassociateSubnetCidrBlock'] }),
    ...ec2Events(nothing, { creates: ['CreateDefaultVpc'] }),
    ...taggingEvents('subnet-'),
  ],
};
