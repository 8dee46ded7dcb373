import {
  CreateRoute$,
  type CreateRouteRequest,
  type CreateRouteResult,
  DeleteRoute$,
  type DeleteRouteRequest,
  ReplaceRoute$,
  type ReplaceRouteRequest,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import type { Ec2Call } from './kit/call';
import { canonical } from './kit/cidr';
import { invalidValue, missing, need } from './kit/errors';
import { ec2Write } from './kit/operation';
import type { RouteTableRow } from './kit/rows';

type Route = NonNullable<RouteTableRow['Routes']>[number];
type Destination = Pick<
  CreateRouteRequest,
  'DestinationCidrBlock' | 'DestinationIpv6CidrBlock' | 'DestinationPrefixListId'
>;

const asked = (input: { RouteTableId?: string | undefined }) => [`route-table/${input.RouteTableId}`];

function destinationOf(input: Destination): Destination {
  if (input.DestinationCidrBlock) return { DestinationCidrBlock: canonical(input.DestinationCidrBlock) };
  if (input.DestinationIpv6CidrBlock) return { DestinationIpv6CidrBlock: input.DestinationIpv6CidrBlock };
  if (input.DestinationPrefixListId) return { DestinationPrefixListId: input.DestinationPrefixListId };
  throw missing('destinationCidrBlock');
}

const nameOf = (route: Destination) =>
  route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId ?? '';

/** Where the route goes; the target must exist, an instance stands for its first interface. */
function targetOf({ ec2, account }: Ec2Call, input: CreateRouteRequest): Partial<Route> {
  if (input.GatewayId) {
    if (input.GatewayId.startsWith('igw-')) need(ec2.internetGateways, 'internetGateway', input.GatewayId);
    return { GatewayId: input.GatewayId };
  }
  if (input.NatGatewayId) return { NatGatewayId: need(ec2.natGateways, 'natGateway', input.NatGatewayId).NatGatewayId };
  if (input.VpcPeeringConnectionId) {
    need(ec2.peerings, 'peering', input.VpcPeeringConnectionId);
    return { VpcPeeringConnectionId: input.VpcPeeringConnectionId };
  }
  if (input.InstanceId) {
    const instance = need(ec2.instances, 'instance', input.InstanceId);
    return {
      InstanceId: instance.InstanceId,
      InstanceOwnerId: account.id,
      NetworkInterfaceId: instance.interfaceIds[0],
    };
  }
  if (input.NetworkInterfaceId) {
    const face = need(ec2.interfaces, 'interface', input.NetworkInterfaceId);
    const { InstanceId } = face.Attachment ?? {};
    return {
      NetworkInterfaceId: face.NetworkInterfaceId,
      ...(InstanceId && { InstanceId, InstanceOwnerId: account.id }),
    };
  }
  if (input.VpcEndpointId) return { GatewayId: need(ec2.endpoints, 'endpoint', input.VpcEndpointId).VpcEndpointId };
  throw new AwsError(
    'InvalidParameterCombination',
    'The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, instanceId, vpcEndpointId.',
  );
}

const put = (call: Ec2Call, table: RouteTableRow, Routes: Route[]) =>
  call.ec2.routeTables.put(table.RouteTableId, { ...table, Routes }, call.now);

function existing(table: RouteTableRow, destination: Destination): Route {
  const name = nameOf(destination);
  const route = table.Routes?.find((each) => nameOf(each) === name);
  if (!route) {
    throw new AwsError(
      'InvalidRoute.NotFound',
      `no route with destination-cidr-block ${name} in route table ${table.RouteTableId}`,
    );
  }
  return route;
}

export const routeOperations = {
  CreateRoute: ec2Write<CreateRouteRequest, CreateRouteResult>(CreateRoute$, asked, (call, input) => {
    const table = need(call.ec2.routeTables, 'routeTable', input.RouteTableId);
    const destination = destinationOf(input);
    if (table.Routes?.some((each) => nameOf(each) === nameOf(destination))) {
      throw new AwsError('RouteAlreadyExists', `The route identified by ${nameOf(destination)} already exists.`);
    }
    const route = { ...destination, ...targetOf(call, input), Origin: 'CreateRoute', State: 'active' } as Route;
    put(call, table, [...(table.Routes ?? []), route]);
    return { Return: true };
  }),
  ReplaceRoute: ec2Write<ReplaceRouteRequest, object>(ReplaceRoute$, asked, (call, input) => {
    const table = need(call.ec2.routeTables, 'routeTable', input.RouteTableId);
    const destination = destinationOf(input);
    const former = existing(table, destination);
    const target = input.LocalTarget ? { GatewayId: 'local' } : targetOf(call, input);
    const next = { ...destination, ...target, Origin: former.Origin, State: 'active' } as Route;
    put(call, table, table.Routes?.map((each) => (each === former ? next : each)) ?? []);
    return {};
  }),
  DeleteRoute: ec2Write<DeleteRouteRequest, object>(DeleteRoute$, asked, (call, input) => {
    const table = need(call.ec2.routeTables, 'routeTable', input.RouteTableId);
    const former = existing(table, destinationOf(input));
    if (former.GatewayId === 'local' && former.Origin === 'CreateRouteTable') {
      throw invalidValue(`cannot remove local route ${nameOf(former)} in route table ${table.RouteTableId}`);
    }
    put(call, table, table.Routes?.filter((each) => each !== former) ?? []);
    return {};
  }),
};
