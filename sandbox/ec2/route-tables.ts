import {
  AssociateRouteTable$,
  type AssociateRouteTableRequest,
  type AssociateRouteTableResult,
  CreateRouteTable$,
  type CreateRouteTableRequest,
  type CreateRouteTableResult,
  DeleteRouteTable$,
  type DeleteRouteTableRequest,
  DescribeRouteTables$,
  type DescribeRouteTablesRequest,
  type DescribeRouteTablesResult,
  DisassociateRouteTable$,
  type DisassociateRouteTableRequest,
  ReplaceRouteTableAssociation$,
  type ReplaceRouteTableAssociationRequest,
  type ReplaceRouteTableAssociationResult,
  RouteTable$,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import type { Ec2Call } from './kit/call';
import { dependency, invalidValue, missing, need, notFound } from './kit/errors';
import { ec2Read, ec2Write } from './kit/operation';
import { type RouteTableRow, toAnswer } from './kit/rows';
import { type Filters, select } from './kit/select';
import { tagsFor } from './kit/tags';
import { ec2Id, makerOf } from './make/maker';
import { makeRouteTable } from './make/network';

type Association = NonNullable<RouteTableRow['Associations']>[number];

const associations = (value: (association: Association) => string | boolean | undefined) => (row: RouteTableRow) =>
  (row.Associations ?? []).map(value);
const routes =
  (value: (route: NonNullable<RouteTableRow['Routes']>[number]) => string | undefined) => (row: RouteTableRow) =>
    (row.Routes ?? []).map(value);

const FILTERS: Filters<RouteTableRow> = {
  'association.route-table-association-id': associations((each) => each.RouteTableAssociationId),
  'association.subnet-id': associations((each) => each.SubnetId),
  'association.gateway-id': associations((each) => each.GatewayId),
  'association.main': associations((each) => each.Main),
  'route.destination-cidr-block': routes((each) => each.DestinationCidrBlock),
  'route.gateway-id': routes((each) => each.GatewayId),
  'route.nat-gateway-id': routes((each) => each.NatGatewayId),
  'route.vpc-peering-connection-id': routes((each) => each.VpcPeeringConnectionId),
  'route.transit-gateway-id': routes((each) => each.TransitGatewayId),
  'route.state': routes((each) => each.State),
};

function holderOf({ ec2 }: Ec2Call, associationId: string | undefined) {
  for (const table of ec2.routeTables.list()) {
    const association = table.Associations?.find((each) => each.RouteTableAssociationId === associationId);
    if (association) return { table, association };
  }
  throw notFound('association', associationId ?? '');
}

function put(call: Ec2Call, table: RouteTableRow, Associations: Association[]): void {
  call.ec2.routeTables.put(table.RouteTableId, { ...table, Associations }, call.now);
}

function attached(call: Ec2Call, table: RouteTableRow, target: Partial<Association>): Association {
  return {
    RouteTableAssociationId: ec2Id(makerOf(call), 'rtbassoc'),
    RouteTableId: table.RouteTableId,
    AssociationState: { State: 'associated' },
    Main: false,
    ...target,
  };
}

export const routeTableOperations = {
  DescribeRouteTables: ec2Read<DescribeRouteTablesRequest, DescribeRouteTablesResult>(
    DescribeRouteTables$,
    ({ ec2 }, input) => {
      const { rows, NextToken } = select(ec2.routeTables.list(), input, {
        kind: 'routeTable',
        idOf: (row) => row.RouteTableId,
        ids: input.RouteTableIds,
        schema: RouteTable$,
        filters: FILTERS,
        limits: { min: 5, max: 100 },
      });
      return { RouteTables: rows.map((row) => toAnswer(row)), NextToken };
    },
  ),
  CreateRouteTable: ec2Write<CreateRouteTableRequest, CreateRouteTableResult>(
    CreateRouteTable$,
    (input) => ['route-table/*', `vpc/${input.VpcId}`],
    (call, input) => {
      const vpc = need(call.ec2.vpcs, 'vpc', input.VpcId);
      const made = makeRouteTable(makerOf(call), vpc, { tags: tagsFor(input.TagSpecifications, 'route-table') });
      return { RouteTable: toAnswer(made) };
    },
  ),
  DeleteRouteTable: ec2Write<DeleteRouteTableRequest, object>(
    DeleteRouteTable$,
    (input) => [`route-table/${input.RouteTableId}`],
    (call, input) => {
      const table = need(call.ec2.routeTables, 'routeTable', input.RouteTableId);
      if (table.Associations?.length) {
        throw dependency(`The routeTable '${table.RouteTableId}' has dependencies and cannot be deleted.`);
      }
      call.ec2.routeTables.delete(table.RouteTableId, call.now);
      return {};
    },
  ),
  AssociateRouteTable: ec2Write<AssociateRouteTableRequest, AssociateRouteTableResult>(
    AssociateRouteTable$,
    (input) => [`route-table/${input.RouteTableId}`, ...(input.SubnetId ? [`subnet/${input.SubnetId}`] : [])],
    (call, input) => {
      const table = need(call.ec2.routeTables, 'routeTable', input.RouteTableId);
      if (!input.SubnetId && !input.GatewayId) throw missing('subnetId or gatewayId');
      if (input.SubnetId) {
        const subnet = need(call.ec2.subnets, 'subnet', input.SubnetId);
        if (subnet.VpcId !== table.VpcId) {
          throw invalidValue(
            `Route table ${table.RouteTableId} and subnet ${subnet.SubnetId} belong to different networks`,
          );
        }
        const taken = call.ec2.routeTables
          .list()
          .find(({ Associations }) => Associations?.some((each) => each.SubnetId === input.SubnetId));
        if (taken) {
          throw new AwsError(
            'Resource.AlreadyAssociated',
            `the specified association for route table ${table.RouteTableId} conflicts with an existing association`,
          );
        }
      }
      const target = input.SubnetId ? { SubnetId: input.SubnetId } : { GatewayId: input.GatewayId };
      const association = attached(call, table, target);
      put(call, table, [...(table.Associations ?? []), association]);
      return { AssociationId: association.RouteTableAssociationId, AssociationState: { State: 'associated' } };
    },
  ),
  DisassociateRouteTable: ec2Write<DisassociateRouteTableRequest, object>(
    DisassociateRouteTable$,
    (input, call) => [`route-table/${holderOf(call, input.AssociationId).table.RouteTableId}`],
    (call, input) => {
      const { table, association } = holderOf(call, input.AssociationId);
      if (association.Main) {
        throw invalidValue(`cannot disassociate the main route table association ${input.AssociationId}`);
      }
      put(call, table, table.Associations?.filter((each) => each !== association) ?? []);
      return {};
    },
  ),
  ReplaceRouteTableAssociation: ec2Write<ReplaceRouteTableAssociationRequest, ReplaceRouteTableAssociationResult>(
    ReplaceRouteTableAssociation$,
    (input) => [`route-table/${input.RouteTableId}`],
    (call, input) => {
      const { table, association } = holderOf(call, input.AssociationId);
      const next = need(call.ec2.routeTables, 'routeTable', input.RouteTableId);
      const moved = attached(call, next, {
        ...association,
        RouteTableId: next.RouteTableId,
        RouteTableAssociationId: ec2Id(makerOf(call), 'rtbassoc'),
      });
      put(call, table, table.Associations?.filter((each) => each !== association) ?? []);
      put(call, need(call.ec2.routeTables, 'routeTable', next.RouteTableId), [
        ...(call.ec2.routeTables.get(next.RouteTableId)?.Associations ?? []),
        moved,
      ]);
      return { NewAssociationId: moved.RouteTableAssociationId, AssociationState: { State: 'associated' } };
    },
  ),
};
