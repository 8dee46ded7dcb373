import {
  CreateNatGateway$,
  type CreateNatGatewayRequest,
  type CreateNatGatewayResult,
  DeleteNatGateway$,
  type DeleteNatGatewayRequest,
  type DeleteNatGatewayResult,
  DescribeNatGateways$,
  type DescribeNatGatewaysRequest,
  type DescribeNatGatewaysResult,
  type NatGateway,
  NatGateway$,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import { missing, need } from './kit/errors';
import { ec2Read, ec2Write } from './kit/operation';
import { toAnswer } from './kit/rows';
import { select } from './kit/select';
import { stillShown } from './kit/show-instance';
import { tagsFor } from './kit/tags';
import { makeNatGateway, unbindAddress } from './make/connect';
import { makerOf } from './make/maker';

export const natGatewayOperations = {
  DescribeNatGateways: ec2Read<DescribeNatGatewaysRequest, DescribeNatGatewaysResult>(
    DescribeNatGateways$,
    ({ ec2, now }, { Filter, ...input }) => {
      const { rows, NextToken } = select(
        ec2.natGateways.list().filter(stillShown(now)),
        { ...input, Filters: Filter },
        {
          kind: 'natGateway',
          idOf: (row) => row.NatGatewayId,
          ids: input.NatGatewayIds,
          schema: NatGateway$,
        },
      );
      return { NatGateways: rows.map((row) => toAnswer<NatGateway>(row)), NextToken };
    },
  ),
  CreateNatGateway: ec2Write<CreateNatGatewayRequest, CreateNatGatewayResult>(
    CreateNatGateway$,
    (input) => [
      'natgateway/*',
      `subnet/${input.SubnetId}`,
      ...(input.AllocationId ? [`elastic-ip/${input.AllocationId}`] : []),
    ],
    (call, input) => {
      const subnet = need(call.ec2.subnets, 'subnet', input.SubnetId);
      const isPublic = input.ConnectivityType !== 'private';
      if (isPublic && !input.AllocationId) throw missing('AllocationId');
      const address = isPublic ? need(call.ec2.addresses, 'address', input.AllocationId) : undefined;
      if (address?.AssociationId) {
        throw new AwsError(
          'Resource.AlreadyAssociated',
          `Elastic IP address [${address.AllocationId}] is already associated`,
        );
      }
      const tags = tagsFor(input.TagSpecifications, 'natgateway');
      const made = makeNatGateway(makerOf(call), subnet, { address, tags });
      return { NatGateway: { ...toAnswer<NatGateway>(made), State: 'pending' }, ClientToken: input.ClientToken };
    },
    { form: 'wrapped' },
  ),
  DeleteNatGateway: ec2Write<DeleteNatGatewayRequest, DeleteNatGatewayResult>(
    DeleteNatGateway$,
    (input) => [`natgateway/${input.NatGatewayId}`],
    (call, input) => {
      const { ec2, now } = call;
      const gateway = need(ec2.natGateways, 'natGateway', input.NatGatewayId);
      for (const { AllocationId = '', NetworkInterfaceId = '' } of gateway.NatGatewayAddresses ?? []) {
        const address = ec2.addresses.get(AllocationId);
        if (address) unbindAddress(makerOf(call), address);
        ec2.interfaces.delete(NetworkInterfaceId, now);
      }
      const ended = { ...gateway, State: 'deleted' as const, DeleteTime: now, endedAt: now };
      ec2.natGateways.put(gateway.NatGatewayId, ended, now);
      // A route to it stays and leads nowhere.
      for (const table of ec2.routeTables.list()) {
        if (!table.Routes?.some(({ NatGatewayId }) => NatGatewayId === gateway.NatGatewayId)) continue;
        const Routes = table.Routes.map((route) =>
          route.NatGatewayId === gateway.NatGatewayId ? { ...route, State: 'blackhole' as const } : route,
        );
        ec2.routeTables.put(table.RouteTableId, { ...table, Routes }, now);
      }
      return { NatGatewayId: gateway.NatGatewayId };
    },
    { form: 'wrapped' },
  ),
};
