import {
  DescribeVpcPeeringConnectionsCommand,
  type VpcPeeringConnection,
  type VpcPeeringConnectionVpcInfo,
} from '@aws-sdk/client-ec2';
import type { Collector, NormalizeEnv, Relationship } from '@/lib/collectors/types';
import { ec2Events, ids, taggingEvents } from './events';
import { describing } from './reads/describe';
import { pagesOf } from './reads/pages';
import { ec2Arn, ec2Attributes, ec2Resource, edge, edgeByArn } from './values';

const TYPE = 'AWS::EC2::VPCPeeringConnection';

/** Ends of a connection's life; AWS shows it for hours or days more (VPC Peering Guide, "lifecycle"). */
const ENDED: readonly (string | undefined)[] = ['deleted', 'deleting', 'rejected', 'expired', 'failed'];

/** A VPC of the connection, which may be another account's or region's. */
function peer(info: VpcPeeringConnectionVpcInfo | undefined, env: NormalizeEnv): Relationship | null {
  const { VpcId, OwnerId = env.accountId, Region = env.region } = info ?? {};
  if (OwnerId === env.accountId && Region === env.region) return edge('peersWith', 'AWS::EC2::VPC', VpcId);
  const arn = VpcId && ec2Arn({ ...env, region: Region }, 'vpc', VpcId, OwnerId);
  return edgeByArn('peersWith', 'AWS::EC2::VPC', arn || undefined);
}

const cidrs = (info: VpcPeeringConnectionVpcInfo | undefined): (string | undefined)[] => [
  info?.CidrBlock,
  ...(info?.CidrBlockSet ?? []).map(({ CidrBlock }) => CidrBlock),
  ...(info?.Ipv6CidrBlockSet ?? []).map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
];

export const vpcPeeringConnectionCollector: Collector<VpcPeeringConnection> = {
  service: 'ec2',
  type: TYPE,
  title: 'VPC peering connection',
  scope: 'regional',
  actions: ['ec2:DescribeVpcPeeringConnections'],
  enrichingActions: [],
  readActions: [],
  ...describing<VpcPeeringConnection>({
    idOf: (connection) => connection.VpcPeeringConnectionId,
    idFilter: 'vpc-peering-connection-id',
    isGone: ({ Status }) => ENDED.includes(Status?.Code),
    read: (ctx, Filters) =>
      pagesOf(
        ctx,
        (ec2, NextToken, options) =>
          ec2.send(new DescribeVpcPeeringConnectionsCommand({ Filters, NextToken, MaxResults: 1000 }), options),
        (page) => page.VpcPeeringConnections,
      ),
  }),
  normalize: (raw, env) =>
    ec2Resource(env, TYPE, {
      id: raw.VpcPeeringConnectionId,
      arn: ec2Arn(env, 'vpc-peering-connection', raw.VpcPeeringConnectionId ?? ''),
      tags: raw.Tags,
      attributes: ec2Attributes(raw, { sort: ['CidrBlockSet', 'Ipv6CidrBlockSet'] }),
      addresses: [...cidrs(raw.RequesterVpcInfo), ...cidrs(raw.AccepterVpcInfo)],
      relationships: [peer(raw.RequesterVpcInfo, env), peer(raw.AccepterVpcInfo, env)],
    }),
  events: [
    ...ec2Events(ids({ answers: ['vpcPeeringConnection.vpcPeeringConnectionId'] }), {
      creates: ['CreateVpcPeeringConnection'],
    }),
    ...ec2Events(ids({ asks: ['vpcPeeringConnectionId'] }), {
      updates: ['AcceptVpcPeeringConnection', 'ModifyVpcPeeringConnectionOptions'],
      deletes: ['DeleteVpcPeeringConnection', 'RejectVpcPeeringConnection'],
    }),
    ...taggingEvents('pcx-'),
  ],
};
