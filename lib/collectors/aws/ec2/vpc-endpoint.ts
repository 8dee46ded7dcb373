import { DescribeVpcEndpointsCommand, type VpcEndpoint } from '@aws-sdk/client-ec2';
import type { Collector } from '@/lib/collectors/types';
import { policyDocument } from '@/lib/collectors/values';
import { ec2Events, ids, taggingEvents } from './events';
import { describing } from './reads/describe';
import { pagesOf } from './reads/pages';
import { ec2Arn, ec2Attributes, ec2Resource, edge, groupEdges } from './values';

const TYPE = 'AWS::EC2::VPCEndpoint';
const ENDING: readonly (string | undefined)[] = ['deleting', 'deleted'];

export const vpcEndpointCollector: Collector<VpcEndpoint> = {
  service: 'ec2',
  type: TYPE,
  title: 'VPC endpoint',
  scope: 'regional',
  actions: ['ec2:DescribeVpcEndpoints'],
  enrichingActions: [],
  readActions: [],
  ...describing<VpcEndpoint>({
    idOf: (endpoint) => endpoint.VpcEndpointId,
    idFilter: 'vpc-endpoint-id',
    // The SDK's names of the states begin with capitals, what AWS sends does not.
    isGone: ({ State }) => ENDING.includes(State?.toLowerCase()),
    read: (ctx, Filters) =>
      pagesOf(
        ctx,
        (ec2, NextToken, options) =>
          ec2.send(new DescribeVpcEndpointsCommand({ Filters, NextToken, MaxResults: 1000 }), options),
        (page) => page.VpcEndpoints,
      ),
  }),
  normalize: (raw, env) =>
    ec2Resource(env, TYPE, {
      id: raw.VpcEndpointId,
      arn: ec2Arn(env, 'vpc-endpoint', raw.VpcEndpointId ?? '', raw.OwnerId),
      tags: raw.Tags,
      attributes: {
        ...ec2Attributes(raw, {
          omit: ['PolicyDocument'],
          sort: ['RouteTableIds', 'SubnetIds', 'Groups', 'NetworkInterfaceIds', 'DnsEntries'],
        }),
        policyDocument: policyDocument(raw.PolicyDocument),
      },
      addresses: (raw.DnsEntries ?? []).map(({ DnsName }) => DnsName),
      relationships: [
        edge('belongsTo', 'AWS::EC2::VPC', raw.VpcId),
        ...(raw.SubnetIds ?? []).map((id) => edge('belongsTo', 'AWS::EC2::Subnet', id)),
        ...(raw.RouteTableIds ?? []).map((id) => edge('attached', 'AWS::EC2::RouteTable', id)),
        ...(raw.NetworkInterfaceIds ?? []).map((id) => edge('uses', 'AWS::EC2::NetworkInterface', id)),
        ...groupEdges(raw.Groups),
      ],
      createdAt: raw.CreationTimestamp,
    }),
  events: [
    ...ec2Events(ids({ answers: ['vpcEndpoint.vpcEndpointId'] }), { creates: ['CreateVpcEndpoint'] }),
    // The service's owner accepts and rejects: told here where endpoint and service are of one account.
    ...ec2Events(ids({ asks: ['vpcEndpointId'] }), {
      updates: [
        'ModifyVpcEndpoint',
        'ModifyVpcEndpointPayerResponsibility',
        'AcceptVpcEndpointConnections',
        'RejectVpcEndpointConnections',
      ],
      deletes: ['DeleteVpcEndpoints'],
    }),
    ...taggingEvents('vpce-'),
  ],
};
