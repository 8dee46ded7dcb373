import {
  AssociateDhcpOptions$,
  type AssociateDhcpOptionsRequest,
  AssociateVpcCidrBlock$,
  type AssociateVpcCidrBlockRequest,
  type AssociateVpcCidrBlockResult,
  CreateDefaultVpc$,
  type CreateDefaultVpcRequest,
  type CreateDefaultVpcResult,
  CreateVpc$,
  type CreateVpcRequest,
  type CreateVpcResult,
  DeleteVpc$,
  type DeleteVpcRequest,
  DescribeVpcAttribute$,
  type DescribeVpcAttributeRequest,
  type DescribeVpcAttributeResult,
  DescribeVpcs$,
  type DescribeVpcsRequest,
  type DescribeVpcsResult,
  DisassociateVpcCidrBlock$,
  type DisassociateVpcCidrBlockRequest,
  type DisassociateVpcCidrBlockResult,
  ModifyVpcAttribute$,
  type ModifyVpcAttributeRequest,
  Vpc$,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import type { Ec2Call } from './kit/call';
import { blockOf, canonical, overlaps } from './kit/cidr';
import { dependency, invalidValue, missing, need, notFound } from './kit/errors';
import { ec2Read, ec2Write } from './kit/operation';
import { toAnswer, type VpcRow } from './kit/rows';
import { select } from './kit/select';
import { tagsFor } from './kit/tags';
import { makeDefaultVpc } from './make/defaults';
import { ec2Id, makerOf } from './make/maker';
import { makeVpc } from './make/network';

const vpcOf = ({ ec2 }: Ec2Call, id: string | undefined) => need(ec2.vpcs, 'vpc', id);

function vpcBlock(cidr: string | undefined): string {
  if (!cidr) throw missing('cidrBlock');
  const block = blockOf(cidr);
  if (block === undefined)
    throw invalidValue(`Value (${cidr}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`);
  if (block.bits < 16 || block.bits > 28) throw new AwsError('InvalidVpc.Range', `The CIDR '${cidr}' is invalid.`);
  return canonical(cidr);
}

/** What must be gone before a VPC is deleted; its default group and main table go with it. */
function assertEmpty({ ec2 }: Ec2Call, vpc: VpcRow): void {
  const inVpc = (row: { VpcId?: string | undefined }) => row.VpcId === vpc.VpcId;
  const busy =
    ec2.subnets.list().some(inVpc) ||
    ec2.interfaces.list().some(inVpc) ||
    ec2.groups.list().some((group) => inVpc(group) && group.GroupName !== 'default') ||
    ec2.routeTables.list().some((table) => inVpc(table) && !table.Associations?.some(({ Main }) => Main)) ||
    ec2.endpoints.list().some(inVpc) ||
    ec2.internetGateways.list().some(({ Attachments }) => Attachments?.some(inVpc));
  if (busy) throw dependency(`The vpc '${vpc.VpcId}' has dependencies and cannot be deleted.`);
}

export const vpcOperations = {
  DescribeVpcs: ec2Read<DescribeVpcsRequest, DescribeVpcsResult>(DescribeVpcs$, ({ ec2 }, input) => {
    const { rows, NextToken } = select(ec2.vpcs.list(), input, {
      kind: 'vpc',
      idOf: (row) => row.VpcId,
      ids: input.VpcIds,
      schema: Vpc$,
      filters: {
        cidr: (row) => row.CidrBlock,
        'cidr-block-association.cidr-block': (row) => row.CidrBlockAssociationSet?.map((each) => each.CidrBlock) ?? [],
        isDefault: (row) => row.IsDefault,
      },
    });
    return { Vpcs: rows.map((row) => toAnswer(row)), NextToken };
  }),
  CreateVpc: ec2Write<CreateVpcRequest, CreateVpcResult>(
    CreateVpc$,
    () => ['vpc/*'],
    (call, input) => {
      const { vpc } = makeVpc(makerOf(call), vpcBlock(input.CidrBlock), {
        tags: tagsFor(input.TagSpecifications, 'vpc'),
        tenancy: input.InstanceTenancy === 'dedicated' ? 'dedicated' : 'default',
        ipv6: input.AmazonProvidedIpv6CidrBlock ?? false,
      });
      return { Vpc: { ...toAnswer(vpc), State: 'pending' } };
    },
  ),
  CreateDefaultVpc: ec2Write<CreateDefaultVpcRequest, CreateDefaultVpcResult>(
    CreateDefaultVpc$,
    () => ['vpc/*'],
    (call) => {
      if (call.ec2.vpcs.list().some(({ IsDefault }) => IsDefault)) {
        throw new AwsError('DefaultVpcAlreadyExists', 'A Default VPC already exists for this account in this region.');
      }
      return { Vpc: toAnswer(makeDefaultVpc(makerOf(call)).vpc) };
    },
    { form: 'wrapped' },
  ),
  DeleteVpc: ec2Write<DeleteVpcRequest, object>(
    DeleteVpc$,
    (input) => [`vpc/${input.VpcId}`],
    (call, input) => {
      const vpc = vpcOf(call, input.VpcId);
      assertEmpty(call, vpc);
      for (const group of call.ec2.groups.list()) {
        if (group.VpcId === vpc.VpcId) call.ec2.groups.delete(group.GroupId, call.now);
      }
      for (const table of call.ec2.routeTables.list()) {
        if (table.VpcId === vpc.VpcId) call.ec2.routeTables.delete(table.RouteTableId, call.now);
      }
      call.ec2.vpcs.delete(vpc.VpcId, call.now);
      return {};
    },
  ),
  DescribeVpcAttribute: ec2Read<DescribeVpcAttributeRequest, DescribeVpcAttributeResult>(
    DescribeVpcAttribute$,
    (call, input) => {
      const { VpcId, dns } = vpcOf(call, input.VpcId);
      if (input.Attribute === 'enableDnsSupport') return { VpcId, EnableDnsSupport: { Value: dns.support } };
      if (input.Attribute === 'enableDnsHostnames') return { VpcId, EnableDnsHostnames: { Value: dns.hostnames } };
      return { VpcId, EnableNetworkAddressUsageMetrics: { Value: false } };
    },
  ),
  ModifyVpcAttribute: ec2Write<ModifyVpcAttributeRequest, object>(
    ModifyVpcAttribute$,
    (input) => [`vpc/${input.VpcId}`],
    (call, input) => {
      const vpc = vpcOf(call, input.VpcId);
      const dns = {
        support: input.EnableDnsSupport?.Value ?? vpc.dns.support,
        hostnames: input.EnableDnsHostnames?.Value ?? vpc.dns.hostnames,
      };
      call.ec2.vpcs.put(vpc.VpcId, { ...vpc, dns }, call.now);
      return {};
    },
  ),
  AssociateVpcCidrBlock: ec2Write<AssociateVpcCidrBlockRequest, AssociateVpcCidrBlockResult>(
    AssociateVpcCidrBlock$,
    (input) => [`vpc/${input.VpcId}`],
    (call, input) => {
      const vpc = vpcOf(call, input.VpcId);
      const cidr = vpcBlock(input.CidrBlock);
      const added = blockOf(cidr);
      const clash = vpc.CidrBlockAssociationSet?.some(({ CidrBlock = '' }) => {
        const block = blockOf(CidrBlock);
        return added && block && overlaps(added, block);
      });
      if (clash) throw new AwsError('InvalidVpc.Range', `The CIDR '${cidr}' conflicts with another CIDR of the VPC.`);
      const association = {
        AssociationId: ec2Id(makerOf(call), 'vpc-cidr-assoc'),
        CidrBlock: cidr,
        CidrBlockState: { State: 'associated' as const },
      };
      const CidrBlockAssociationSet = [...(vpc.CidrBlockAssociationSet ?? []), association];
      call.ec2.vpcs.put(vpc.VpcId, { ...vpc, CidrBlockAssociationSet }, call.now);
      return {
        VpcId: vpc.VpcId,
        CidrBlockAssociation: { ...association, CidrBlockState: { State: 'associating' } },
      };
    },
    { form: 'wrapped' },
  ),
  DisassociateVpcCidrBlock: ec2Write<DisassociateVpcCidrBlockRequest, DisassociateVpcCidrBlockResult>(
    DisassociateVpcCidrBlock$,
    () => [],
    (call, input) => {
      const holds = (row: VpcRow) =>
        row.CidrBlockAssociationSet?.find(({ AssociationId }) => AssociationId === input.AssociationId);
      const vpc = call.ec2.vpcs.list().find(holds);
      const association = vpc && holds(vpc);
      if (!vpc || !association) throw notFound('association', input.AssociationId ?? '');
      if (association.CidrBlock === vpc.CidrBlock) {
        throw new AwsError(
          'OperationNotPermitted',
          `The vpc CIDR block with association ID ${input.AssociationId} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
        );
      }
      const CidrBlockAssociationSet = vpc.CidrBlockAssociationSet?.filter((each) => each !== association) ?? [];
      call.ec2.vpcs.put(vpc.VpcId, { ...vpc, CidrBlockAssociationSet }, call.now);
      return {
        VpcId: vpc.VpcId,
        CidrBlockAssociation: { ...association, CidrBlockState: { State: 'disassociating' } },
      };
    },
    { form: 'wrapped' },
  ),
  AssociateDhcpOptions: ec2Write<AssociateDhcpOptionsRequest, object>(
    AssociateDhcpOptions$,
    (input) => [`vpc/${input.VpcId}`, `dhcp-options/${input.DhcpOptionsId}`],
    (call, input) => {
      const vpc = vpcOf(call, input.VpcId);
      if (input.DhcpOptionsId !== 'default') need(call.ec2.dhcpOptions, 'dhcp', input.DhcpOptionsId);
      call.ec2.vpcs.put(vpc.VpcId, { ...vpc, DhcpOptionsId: input.DhcpOptionsId }, call.now);
      return {};
    },
  ),
};
