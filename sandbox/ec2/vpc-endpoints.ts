import {
  CreateVpcEndpoint$,
  type CreateVpcEndpointRequest,
  type CreateVpcEndpointResult,
  DeleteVpcEndpoints$,
  type DeleteVpcEndpointsRequest,
  type DeleteVpcEndpointsResult,
  DescribeVpcEndpoints$,
  type DescribeVpcEndpointsRequest,
  type DescribeVpcEndpointsResult,
  ModifyVpcEndpoint$,
  type ModifyVpcEndpointRequest,
  type ModifyVpcEndpointResult,
  type VpcEndpoint,
  VpcEndpoint$,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import type { Ec2Call } from './kit/call';
import { missing, need } from './kit/errors';
import { ec2Read, ec2Write } from './kit/operation';
import { type EndpointRow, toAnswer } from './kit/rows';
import { select } from './kit/select';
import { tagsFor } from './kit/tags';
import { makeEndpoint } from './make/connect';
import { makerOf } from './make/maker';

/** A gateway endpoint is a route to its service's prefix list in each of its tables. */
function route(call: Ec2Call, endpoint: EndpointRow, tables: readonly string[], present: boolean): void {
  for (const id of tables) {
    const table = need(call.ec2.routeTables, 'routeTable', id);
    const others = (table.Routes ?? []).filter(({ GatewayId }) => GatewayId !== endpoint.VpcEndpointId);
    const own = {
      DestinationPrefixListId: endpoint.ServiceName?.endsWith('.s3') ? 'pl-6da54004' : 'pl-6fa54006',
      GatewayId: endpoint.VpcEndpointId,
      Origin: 'CreateRoute' as const,
      State: 'active' as const,
    };
    call.ec2.routeTables.put(id, { ...table, Routes: present ? [...others, own] : others }, call.now);
  }
}

function create(call: Ec2Call, input: CreateVpcEndpointRequest): CreateVpcEndpointResult {
  const { VpcId } = need(call.ec2.vpcs, 'vpc', input.VpcId);
  if (!input.ServiceName) throw missing('ServiceName');
  if (!input.ServiceName.startsWith(`com.amazonaws.${call.region}.`)) {
    throw new AwsError('InvalidServiceName', `The Vpc Endpoint Service '${input.ServiceName}' does not exist`);
  }
  const gateway = (input.VpcEndpointType ?? 'Gateway') === 'Gateway';
  const tables = input.RouteTableIds ?? [];
  for (const id of tables) need(call.ec2.routeTables, 'routeTable', id);
  const standard = call.ec2.groups.list().filter((each) => each.VpcId === VpcId && each.GroupName === 'default');
  const groups = input.SecurityGroupIds?.map((id) => need(call.ec2.groups, 'group', id)) ?? standard;
  const made = makeEndpoint(makerOf(call), {
    vpcId: VpcId,
    service: input.ServiceName,
    type: gateway ? 'Gateway' : 'Interface',
    subnets: gateway ? [] : (input.SubnetIds ?? []).map((id) => need(call.ec2.subnets, 'subnet', id)),
    groups: gateway ? [] : groups,
    routeTableIds: tables,
    policy: input.PolicyDocument,
    privateDns: input.PrivateDnsEnabled,
    tags: tagsFor(input.TagSpecifications, 'vpc-endpoint'),
  });
  if (gateway) route(call, made, tables, true);
  return { VpcEndpoint: toAnswer<VpcEndpoint>(made), ClientToken: input.ClientToken };
}

function modify(call: Ec2Call, input: ModifyVpcEndpointRequest): ModifyVpcEndpointResult {
  const endpoint = need(call.ec2.endpoints, 'endpoint', input.VpcEndpointId);
  const without = (ids: string[] | undefined, removed: string[] | undefined, added: string[] | undefined) => [
    ...new Set([...(ids ?? []).filter((id) => !removed?.includes(id)), ...(added ?? [])]),
  ];
  const ids = without(
    endpoint.Groups?.map(({ GroupId }) => GroupId ?? ''),
    input.RemoveSecurityGroupIds,
    input.AddSecurityGroupIds,
  );
  const changed: EndpointRow = {
    ...endpoint,
    ...(input.PolicyDocument && { PolicyDocument: input.PolicyDocument }),
    PrivateDnsEnabled: input.PrivateDnsEnabled ?? endpoint.PrivateDnsEnabled,
    RouteTableIds: without(endpoint.RouteTableIds, input.RemoveRouteTableIds, input.AddRouteTableIds),
    SubnetIds: without(endpoint.SubnetIds, input.RemoveSubnetIds, input.AddSubnetIds),
    Groups: ids.map((id) => {
      const { GroupId, GroupName } = need(call.ec2.groups, 'group', id);
      return { GroupId, GroupName };
    }),
  };
  call.ec2.endpoints.put(endpoint.VpcEndpointId, changed, call.now);
  route(call, endpoint, input.RemoveRouteTableIds ?? [], false);
  route(call, endpoint, input.AddRouteTableIds ?? [], true);
  return { Return: true };
}

export const vpcEndpointOperations = {
  DescribeVpcEndpoints: ec2Read<DescribeVpcEndpointsRequest, DescribeVpcEndpointsResult>(
    DescribeVpcEndpoints$,
    ({ ec2 }, input) => {
      const { rows, NextToken } = select(ec2.endpoints.list(), input, {
        kind: 'endpoint',
        idOf: (row) => row.VpcEndpointId,
        ids: input.VpcEndpointIds,
        schema: VpcEndpoint$,
        filters: { 'vpc-endpoint-state': (row) => row.State },
      });
      return { VpcEndpoints: rows.map((row) => toAnswer<VpcEndpoint>(row)), NextToken };
    },
  ),
  CreateVpcEndpoint: ec2Write<CreateVpcEndpointRequest, CreateVpcEndpointResult>(
    CreateVpcEndpoint$,
    (input) => ['vpc-endpoint/*', `vpc/${input.VpcId}`],
    create,
    { form: 'wrapped' },
  ),
  ModifyVpcEndpoint: ec2Write<ModifyVpcEndpointRequest, ModifyVpcEndpointResult>(
    ModifyVpcEndpoint$,
    (input) => [`vpc-endpoint/${input.VpcEndpointId}`],
    modify,
    { form: 'wrapped' },
  ),
  DeleteVpcEndpoints: ec2Write<DeleteVpcEndpointsRequest, DeleteVpcEndpointsResult>(
    DeleteVpcEndpoints$,
    (input) => (input.VpcEndpointIds ?? []).map((id) => `vpc-endpoint/${id}`),
    (call, input) => {
      const Unsuccessful = (input.VpcEndpointIds ?? []).flatMap((id) => {
        const endpoint = call.ec2.endpoints.get(id);
        if (!endpoint) {
          const Message = `The Vpc Endpoint Id '${id}' does not exist`;
          return [{ ResourceId: id, Error: { Code: 'InvalidVpcEndpoint.NotFound', Message } }];
        }
        for (const face of endpoint.NetworkInterfaceIds ?? []) call.ec2.interfaces.delete(face, call.now);
        route(call, endpoint, endpoint.RouteTableIds ?? [], false);
        call.ec2.endpoints.delete(id, call.now);
        return [];
      });
      return { Unsuccessful };
    },
    { form: 'wrapped' },
  ),
};
