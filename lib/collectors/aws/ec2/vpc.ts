import { DescribeVpcsCommand, type Vpc } from '@aws-sdk/client-ec2';
import type { Collector } from '@/lib/collectors/types';
import { ec2Events, ids, taggingEvents } from './events';
import { describing } from './reads/describe';
import { pagesOf } from './reads/pages';
import { ec2Arn, ec2Attributes, ec2Resource, edge } from './values';

const TYPE = 'AWS::EC2::VPC';

export const vpcCollector: Collector<Vpc> = {
  service: 'ec2',
  type: TYPE,
  title: 'VPC',
  scope: 'regional',
  actions: ['ec2:DescribeVpcs'],
  enrichingActions: [],
  readActions: [],
  ...describing<Vpc>({
    idOf: (vpc) => vpc.VpcId,
    idFilter: 'vpc-id',
    read: (ctx, Filters) =>
      pagesOf(
        ctx,
        (ec2, NextToken, options) =>
          ec2.send(new DescribeVpcsCommand({ Filters, NextToken, MaxResults: 1000 }), options),
        (page) => page.Vpcs,
      ),
  }),
  normalize: (raw, env) =>
    ec2Resource(env, TYPE, {
      id: raw.VpcId,
      arn: ec2Arn(env, 'vpc', raw.VpcId ?? '', raw.OwnerId),
      tags: raw.Tags,
      attributes: ec2Attributes(raw, { sort: ['CidrBlockAssociationSet', 'Ipv6CidrBlockAssociationSet'] }),
      addresses: [
        raw.CidrBlock,
        ...(raw.CidrBlockAssociationSet ?? []).map((each) => each.CidrBlock),
        ...(raw.Ipv6CidrBlockAssociationSet ?? []).map((each) => each.Ipv6CidrBlock),
      ],
      relationships: [
        edge('uses', 'AWS::EC2::DHCPOptions', raw.DhcpOptionsId === 'default' ? undefined : raw.DhcpOptionsId),
      ],
    }),
  events: [
    ...ec2Events(ids({ answers: ['vpc.vpcId'] }), { creates: ['CreateVpc', 'CreateDefaultVpc'] }),
    ...ec2Events(ids({ asks: ['vpcId'] }), {
      updates: ['ModifyVpcAttribute', 'ModifyVpcTenancy', 'AssociateDhcpOptions'],
      deletes: ['DeleteVpc'],
    }),
    ...ec2Events(ids({ asks: ['vpcId'], answers: ['vpcId'] }), { updates: ['AssociateVpcCidrBlock'] }),
    ...ec2Events(ids({ answers: ['vpcId'] }), { updates: ['DisassociateVpcCidrBlock'] }),
    ...taggingEvents('vpc-'),
  ],
};
