import {
  AcceptVpcPeeringConnection$,
  type AcceptVpcPeeringConnectionRequest,
  type AcceptVpcPeeringConnectionResult,
  CreateVpcPeeringConnection$,
  type CreateVpcPeeringConnectionRequest,
  type CreateVpcPeeringConnectionResult,
  DeleteVpcPeeringConnection$,
  type DeleteVpcPeeringConnectionRequest,
  type DeleteVpcPeeringConnectionResult,
  DescribeVpcPeeringConnections$,
  type DescribeVpcPeeringConnectionsRequest,
  type DescribeVpcPeeringConnectionsResult,
  RejectVpcPeeringConnection$,
  type RejectVpcPeeringConnectionRequest,
  type RejectVpcPeeringConnectionResult,
  type VpcPeeringConnection,
  VpcPeeringConnection$,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import type { Ec2Call } from './kit/call';
import { need } from './kit/errors';
import { ec2Read, ec2Write } from './kit/operation';
import { ec2Tables, type PeeringRow, toAnswer, type VpcRow } from './kit/rows';
import { select } from './kit/select';
import { stillShown } from './kit/show-instance';
import { tagsFor } from './kit/tags';
import { ec2Id, makerOf } from './make/maker';

const DAY = 86_400_000;

export const peeringSide = (vpc: VpcRow, region: string): NonNullable<PeeringRow['RequesterVpcInfo']> => ({
  VpcId: vpc.VpcId,
  OwnerId: vpc.OwnerId,
  Region: region,
  CidrBlock: vpc.CidrBlock,
  CidrBlockSet: (vpc.CidrBlockAssociationSet ?? []).map(({ CidrBlock }) => ({ CidrBlock })),
  PeeringOptions: {
    AllowDnsResolutionFromRemoteVpc: false,
    AllowEgressFromLocalClassicLinkToRemoteVpc: false,
    AllowEgressFromLocalVpcToRemoteClassicLink: false,
  },
});

/** The connection is a thing of both sides' accounts. Tags are each side's own. */
function keepBoth(call: Ec2Call, row: PeeringRow): void {
  for (const side of [row.RequesterVpcInfo, row.AccepterVpcInfo]) {
    const account = call.world.accounts.get(side?.OwnerId ?? '');
    if (!account) continue;
    const { peerings } = ec2Tables(account, side?.Region ?? call.region);
    const former = peerings.get(row.VpcPeeringConnectionId);
    const Tags = account.id === call.account.id ? row.Tags : (former?.Tags ?? []);
    peerings.put(row.VpcPeeringConnectionId, { ...row, Tags }, call.now);
  }
}

function create(call: Ec2Call, input: CreateVpcPeeringConnectionRequest): CreateVpcPeeringConnectionResult {
  const own = need(call.ec2.vpcs, 'vpc', input.VpcId);
  const region = input.PeerRegion ?? call.region;
  const peer = call.world.accounts.get(input.PeerOwnerId ?? call.account.id);
  const other = peer && ec2Tables(peer, region).vpcs.get(input.PeerVpcId ?? '');
  const VpcPeeringConnectionId = ec2Id(makerOf(call), 'pcx');
  const common = {
    VpcPeeringConnectionId,
    RequesterVpcInfo: peeringSide(own, call.region),
    AccepterVpcInfo: other
      ? peeringSide(other, region)
      : { VpcId: input.PeerVpcId, OwnerId: input.PeerOwnerId ?? call.account.id, Region: region },
    Tags: tagsFor(input.TagSpecifications, 'vpc-peering-connection'),
  };
  const row: PeeringRow = other
    ? {
        ...common,
        ExpirationTime: call.now + 7 * DAY,
        Status: { Code: 'pending-acceptance', Message: `Pending Acceptance by ${other.OwnerId}` },
      }
    : {
        ...common,
        Status: { Code: 'failed', Message: 'Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range' },
        endedAt: call.now,
      };
  keepBoth(call, row);
  return { VpcPeeringConnection: toAnswer<VpcPeeringConnection>(row) };
}

type Named = { VpcPeeringConnectionId?: string | undefined };
const asked = (input: Named) => [`vpc-peering-connection/${input.VpcPeeringConnectionId}`];

function pending(call: Ec2Call, input: Named): PeeringRow {
  const row = need(call.ec2.peerings, 'peering', input.VpcPeeringConnectionId);
  if (row.Status?.Code !== 'pending-acceptance') {
    throw new AwsError(
      'InvalidStateTransition',
      `Invalid state transition for ${row.VpcPeeringConnectionId}, attempted to transition from ${row.Status?.Code}`,
    );
  }
  if (row.AccepterVpcInfo?.OwnerId !== call.account.id) {
    throw new AwsError(
      'OperationNotPermitted',
      `User ${call.account.id} cannot accept peering ${row.VpcPeeringConnectionId}`,
    );
  }
  return row;
}

export const vpcPeeringOperations = {
  DescribeVpcPeeringConnections: ec2Read<DescribeVpcPeeringConnectionsRequest, DescribeVpcPeeringConnectionsResult>(
    DescribeVpcPeeringConnections$,
    ({ ec2, now }, input) => {
      const { rows, NextToken } = select(ec2.peerings.list().filter(stillShown(now)), input, {
        kind: 'peering',
        idOf: (row) => row.VpcPeeringConnectionId,
        ids: input.VpcPeeringConnectionIds,
        schema: VpcPeeringConnection$,
        filters: {
          'status-code': (row) => row.Status?.Code,
          'requester-vpc-info.vpc-id': (row) => row.RequesterVpcInfo?.VpcId,
          'accepter-vpc-info.vpc-id': (row) => row.AccepterVpcInfo?.VpcId,
          'requester-vpc-info.owner-id': (row) => row.RequesterVpcInfo?.OwnerId,
          'accepter-vpc-info.owner-id': (row) => row.AccepterVpcInfo?.OwnerId,
        },
      });
      return { VpcPeeringConnections: rows.map((row) => toAnswer<VpcPeeringConnection>(row)), NextToken };
    },
  ),
  CreateVpcPeeringConnection: ec2Write<CreateVpcPeeringConnectionRequest, CreateVpcPeeringConnectionResult>(
    CreateVpcPeeringConnection$,
    (input) => ['vpc-peering-connection/*', `vpc/${input.VpcId}`],
    create,
  ),
  AcceptVpcPeeringConnection: ec2Write<AcceptVpcPeeringConnectionRequest, AcceptVpcPeeringConnectionResult>(
    AcceptVpcPeeringConnection$,
    asked,
    (call, input) => {
      const { ExpirationTime: _expiry, ...row } = pending(call, input);
      const active: PeeringRow = { ...row, Status: { Code: 'active', Message: 'Active' } };
      keepBoth(call, active);
      return { VpcPeeringConnection: toAnswer<VpcPeeringConnection>(active) };
    },
  ),
  RejectVpcPeeringConnection: ec2Write<RejectVpcPeeringConnectionRequest, RejectVpcPeeringConnectionResult>(
    RejectVpcPeeringConnection$,
    asked,
    (call, input) => {
      keepBoth(call, { ...pending(call, input), Status: { Code: 'rejected', Message: 'Rejected' }, endedAt: call.now });
      return { Return: true };
    },
  ),
  DeleteVpcPeeringConnection: ec2Write<DeleteVpcPeeringConnectionRequest, DeleteVpcPeeringConnectionResult>(
    DeleteVpcPeeringConnection$,
    asked,
    (call, input) => {
      const row = need(call.ec2.peerings, 'peering', input.VpcPeeringConnectionId);
      const Status = { Code: 'deleted' as const, Message: `Deleted by ${call.account.id}` };
      keepBoth(call, { ...row, Status, endedAt: call.now });
      return { Return: true };
    },
  ),
};
