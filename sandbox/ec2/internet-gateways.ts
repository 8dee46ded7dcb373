import {
  AttachInternetGateway$,
  type AttachInternetGatewayRequest,
  CreateInternetGateway$,
  type CreateInternetGatewayRequest,
  type CreateInternetGatewayResult,
  DeleteInternetGateway$,
  type DeleteInternetGatewayRequest,
  DescribeInternetGateways$,
  type DescribeInternetGatewaysRequest,
  type DescribeInternetGatewaysResult,
  DetachInternetGateway$,
  type DetachInternetGatewayRequest,
  InternetGateway$,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import type { Ec2Call } from './kit/call';
import { dependency, need } from './kit/errors';
import { ec2Read, ec2Write } from './kit/operation';
import { toAnswer } from './kit/rows';
import { select } from './kit/select';
import { tagsFor } from './kit/tags';
import { makerOf } from './make/maker';
import { makeInternetGateway } from './make/network';

const gatewayOf = ({ ec2 }: Ec2Call, id: string | undefined) => need(ec2.internetGateways, 'internetGateway', id);
const asked = (input: { InternetGatewayId?: string | undefined; VpcId?: string | undefined }) => [
  `internet-gateway/${input.InternetGatewayId}`,
  `vpc/${input.VpcId}`,
];

export const internetGatewayOperations = {
  DescribeInternetGateways: ec2Read<DescribeInternetGatewaysRequest, DescribeInternetGatewaysResult>(
    DescribeInternetGateways$,
    ({ ec2 }, input) => {
      const { rows, NextToken } = select(ec2.internetGateways.list(), input, {
        kind: 'internetGateway',
        idOf: (row) => row.InternetGatewayId,
        ids: input.InternetGatewayIds,
        schema: InternetGateway$,
        filters: {
          'attachment.vpc-id': (row) => row.Attachments?.map(({ VpcId }) => VpcId) ?? [],
          'attachment.state': (row) => row.Attachments?.map(({ State }) => State) ?? [],
        },
      });
      return { InternetGateways: rows.map((row) => toAnswer(row)), NextToken };
    },
  ),
  CreateInternetGateway: ec2Write<CreateInternetGatewayRequest, CreateInternetGatewayResult>(
    CreateInternetGateway$,
    () => ['internet-gateway/*'],
    (call, input) => ({
      InternetGateway: toAnswer(
        makeInternetGateway(makerOf(call), undefined, tagsFor(input.TagSpecifications, 'internet-gateway')),
      ),
    }),
  ),
  AttachInternetGateway: ec2Write<AttachInternetGatewayRequest, object>(
    AttachInternetGateway$,
    asked,
    (call, input) => {
      const gateway = gatewayOf(call, input.InternetGatewayId);
      const { VpcId } = need(call.ec2.vpcs, 'vpc', input.VpcId);
      const former = gateway.Attachments?.[0]?.VpcId;
      if (former) {
        throw new AwsError(
          'Resource.AlreadyAssociated',
          `resource ${gateway.InternetGatewayId} is already attached to network ${former}`,
        );
      }
      if (
        call.ec2.internetGateways.list().some(({ Attachments }) => Attachments?.some((each) => each.VpcId === VpcId))
      ) {
        throw new AwsError('InvalidParameterValue', `Network ${VpcId} already has an internet gateway attached`);
      }
      const Attachments = [{ VpcId, State: 'available' as 'attached' }];
      call.ec2.internetGateways.put(gateway.InternetGatewayId, { ...gateway, Attachments }, call.now);
      return {};
    },
  ),
  DetachInternetGateway: ec2Write<DetachInternetGatewayRequest, object>(
    DetachInternetGateway$,
    asked,
    (call, input) => {
      const gateway = gatewayOf(call, input.InternetGatewayId);
      if (!gateway.Attachments?.some(({ VpcId }) => VpcId === input.VpcId)) {
        throw new AwsError(
          'Gateway.NotAttached',
          `resource ${gateway.InternetGatewayId} is not attached to network ${input.VpcId}`,
        );
      }
      const mapped = call.ec2.interfaces
        .list()
        .some(({ VpcId, Association }) => VpcId === input.VpcId && Association?.PublicIp);
      if (mapped) {
        throw dependency(
          `Network ${input.VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
        );
      }
      call.ec2.internetGateways.put(gateway.InternetGatewayId, { ...gateway, Attachments: [] }, call.now);
      return {};
    },
  ),
  DeleteInternetGateway: ec2Write<DeleteInternetGatewayRequest, object>(
    DeleteInternetGateway$,
    (input) => [`internet-gateway/${input.InternetGatewayId}`],
    (call, input) => {
      const gateway = gatewayOf(call, input.InternetGatewayId);
      if (gateway.Attachments?.length) {
        throw dependency(`The internetGateway '${gateway.InternetGatewayId}' has dependencies and cannot be deleted.`);
      }
      call.ec2.internetGateways.delete(gateway.InternetGatewayId, call.now);
      return {};
    },
  ),
};
