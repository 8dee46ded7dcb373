import { DescribeRouteTablesCommand, type Route, type RouteTable } from '@aws-sdk/client-ec2';
import { nothing } from '@/lib/collectors/trail-refs';
import type { Collector, NormalizeEnv, Relationship } from '@/lib/collectors/types';
import { ec2Events, ids, taggingEvents } from './events';
import { describing } from './reads/describe';
import { pagesOf } from './reads/pages';
import { ec2Arn, ec2Attributes, ec2Resource, edge, edgeByArn } from './values';

const TYPE = 'AWS::EC2::RouteTable';

/** What stands in a route's GatewayId or an association's, by the prefix of its id; `local` is no gateway. */
function gatewayEdge(kind: 'routesTo' | 'attached', id: string | undefined): Relationship | null {
  if (id?.startsWith('igw-')) return edge(kind, 'AWS::EC2::InternetGateway', id);
  if (id?.startsWith('vgw-')) return edge(kind, 'AWS::EC2::VPNGateway', id);
  if (id?.startsWith('vpce-')) return edge(kind, 'AWS::EC2::VPCEndpoint', id);
  return null;
}

function routeEdges(route: Route, env: NormalizeEnv): (Relationship | null)[] {
  const owner = route.InstanceOwnerId;
  const foreign = owner !== undefined && owner !== env.accountId;
  return [
    gatewayEdge('routesTo', route.GatewayId),
    edge('routesTo', 'AWS::EC2::NatGateway', route.NatGatewayId),
    edge('routesTo', 'AWS::EC2::VPCPeeringConnection', route.VpcPeeringConnectionId),
    edge('routesTo', 'AWS::EC2::TransitGateway', route.TransitGatewayId),
    edge('routesTo', 'AWS::EC2::EgressOnlyInternetGateway', route.EgressOnlyInternetGatewayId),
    edge('routesTo', 'AWS::EC2::CarrierGateway', route.CarrierGatewayId),
    edge('routesTo', 'AWS::EC2::LocalGateway', route.LocalGatewayId),
    edgeByArn('routesTo', 'AWS::NetworkManager::CoreNetwork', route.CoreNetworkArn),
    route.InstanceId && foreign
      ? edgeByArn('routesTo', 'AWS::EC2::Instance', ec2Arn(env, 'instance', route.InstanceId, owner))
      : edge('routesTo', 'AWS::EC2::Instance', route.InstanceId),
    // A route to an instance names its interface as well; one edge says it.
    route.InstanceId ? null : edge('routesTo', 'AWS::EC2::NetworkInterface', route.NetworkInterfaceId),
    edge('routesTo', 'AWS::EC2::PrefixList', route.DestinationPrefixListId),
  ];
}

export const routeTableCollector: Collector<RouteTable> = {
  service: 'ec2',
  type: TYPE,
  title: 'Route table',
  scope: 'regional',
  actions: ['ec2:DescribeRouteTables'],
  enrichingActions: [],
  readActions: [],
  ...describing<RouteTable>({
    idOf: (table) => table.RouteTableId,
    idFilter: 'route-table-id',
    read: (ctx, Filters) =>
      pagesOf(
        ctx,
        // 100 is the most this call gives at a time.
        (ec2, NextToken, options) =>
          ec2.send(new DescribeRouteTablesCommand({ Filters, NextToken, MaxResults: 100 }), options),
        (page) => page.RouteTables,
      ),
  }),
  normalize: (raw, env) =>
    ec2Resource(env, TYPE, {
      id: raw.RouteTableId,
      arn: ec2Arn(env, 'route-table', raw.RouteTableId ?? '', raw.OwnerId),
      tags: raw.Tags,
      attributes: ec2Attributes(raw, { sort: ['Associations', 'Routes', 'PropagatingVgws'] }),
      addresses: (raw.Routes ?? []).flatMap((route) => [route.DestinationCidrBlock, route.DestinationIpv6CidrBlock]),
      relationships: [
        edge('belongsTo', 'AWS::EC2::VPC', raw.VpcId),
        ...(raw.Associations ?? []).flatMap((each) => [
          edge('attached', 'AWS::EC2::Subnet', each.SubnetId),
          gatewayEdge('attached', each.GatewayId),
        ]),
        ...(raw.Routes ?? []).flatMap((route) => routeEdges(route, env)),
      ],
    }),
  events: [
    ...ec2Events(ids({ answers: ['routeTable.routeTableId'] }), { creates: ['CreateRouteTable'] }),
    ...ec2Events(ids({ asks: ['routeTableId'] }), {
      updates: [
        'CreateRoute',
        'ReplaceRoute',
        'DeleteRoute',
        'AssociateRouteTable',
        'ReplaceRouteTableAssociation',
        'EnableVgwRoutePropagation',
        'DisableVgwRoutePropagation',
      ],
      deletes: ['DeleteRouteTable'],
    }),
    ...ec2Events(ids({ asks: ['routeTableId'] }), { updates: ['CreateVpcEndpoint'] }),
    ...ec2Events(ids({ asks: ['addRouteTableId', 'removeRouteTableId'] }), { updates: ['ModifyVpcEndpoint'] }),
    // The first says only which association ends. A VPC comes and goes with its main table, an endpoint with its routes.
    ...ec2Events(nothing, {
      creates: ['CreateVpc', 'CreateDefaultVpc'],
      updates: ['DisassociateRouteTable', 'DeleteVpcEndpoints'],
      deletes: ['DeleteVpc'],
    }),
    ...taggingEvents('rtb-'),
  ],
};
