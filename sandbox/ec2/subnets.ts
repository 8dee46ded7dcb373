import {
  CreateSubnet$,
  type CreateSubnetRequest,
  type CreateSubnetResult,
  DeleteSubnet$,
  type DeleteSubnetRequest,
  DescribeSubnets$,
  type DescribeSubnetsRequest,
  type DescribeSubnetsResult,
  ModifySubnetAttribute$,
  type ModifySubnetAttributeRequest,
  Subnet$,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import type { Ec2Call } from './kit/call';
import { blockOf, canonical, overlaps, within } from './kit/cidr';
import { dependency, invalidValue, missing, need } from './kit/errors';
import { ec2Read, ec2Write } from './kit/operation';
import { toAnswer, type VpcRow } from './kit/rows';
import { select } from './kit/select';
import { tagsFor } from './kit/tags';
import { zonesOf } from './kit/zones';
import { makerOf } from './make/maker';
import { freeAddresses, makeSubnet } from './make/network';

function subnetBlock({ ec2 }: Ec2Call, vpc: VpcRow, cidr: string | undefined): string {
  if (!cidr) throw missing('cidrBlock');
  const block = blockOf(cidr);
  const outer = (vpc.CidrBlockAssociationSet ?? []).map(({ CidrBlock = '' }) => blockOf(CidrBlock));
  const fits = block && block.bits <= 28 && outer.some((each) => each && within(block, each));
  if (!fits) throw new AwsError('InvalidSubnet.Range', `The CIDR '${cidr}' is invalid.`);
  const clash = ec2.subnets.list().some(({ VpcId, CidrBlock }) => {
    const other = blockOf(CidrBlock);
    return VpcId === vpc.VpcId && other !== undefined && overlaps(block, other);
  });
  if (clash) throw new AwsError('InvalidSubnet.Conflict', `The CIDR '${cidr}' conflicts with another subnet`);
  return canonical(cidr);
}

export const subnetOperations = {
  DescribeSubnets: ec2Read<DescribeSubnetsRequest, DescribeSubnetsResult>(DescribeSubnets$, ({ ec2 }, input) => {
    const { rows, NextToken } = select(ec2.subnets.list(), input, {
      kind: 'subnet',
      idOf: (row) => row.SubnetId,
      ids: input.SubnetIds,
      schema: Subnet$,
      filters: {
        cidr: (row) => row.CidrBlock,
        cidrBlock: (row) => row.CidrBlock,
        availabilityZone: (row) => row.AvailabilityZone,
        defaultForAz: (row) => row.DefaultForAz,
      },
    });
    const used = new Map<string, number>();
    for (const [, { SubnetId }] of ec2.interfaces.entries()) used.set(SubnetId, (used.get(SubnetId) ?? 0) + 1);
    const Subnets = rows.map((row) => ({
      ...toAnswer(row),
      AvailableIpAddressCount: freeAddresses(row, used.get(row.SubnetId) ?? 0),
    }));
    return { Subnets, NextToken };
  }),
  CreateSubnet: ec2Write<CreateSubnetRequest, CreateSubnetResult>(
    CreateSubnet$,
    (input) => ['subnet/*', `vpc/${input.VpcId}`],
    (call, input) => {
      const vpc = need(call.ec2.vpcs, 'vpc', input.VpcId);
      const zones = zonesOf(call.region);
      const zone = zones.find(({ name, id }) => name === input.AvailabilityZone || id === input.AvailabilityZoneId);
      if (!zone && (input.AvailabilityZone || input.AvailabilityZoneId)) {
        throw invalidValue(
          `Value (${input.AvailabilityZone ?? input.AvailabilityZoneId}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.map(({ name }) => name).join(', ')}.`,
        );
      }
      const maker = makerOf(call);
      const tags = tagsFor(input.TagSpecifications, 'subnet');
      const cidr = subnetBlock(call, vpc, input.CidrBlock);
      const made = makeSubnet(maker, vpc.VpcId, cidr, zone ?? maker.random.pick(zones), { tags });
      return { Subnet: { ...toAnswer(made), AvailableIpAddressCount: freeAddresses(made, 0) } };
    },
  ),
  DeleteSubnet: ec2Write<DeleteSubnetRequest, object>(
    DeleteSubnet$,
    (input) => [`subnet/${input.SubnetId}`],
    (call, input) => {
      const { SubnetId } = need(call.ec2.subnets, 'subnet', input.SubnetId);
      if (call.ec2.interfaces.list().some((each) => each.SubnetId === SubnetId)) {
        throw dependency(`The subnet '${SubnetId}' has dependencies and cannot be deleted.`);
      }
      for (const table of call.ec2.routeTables.list()) {
        if (!table.Associations?.some((each) => each.SubnetId === SubnetId)) continue;
        const Associations = table.Associations.filter((each) => each.SubnetId !== SubnetId);
        call.ec2.routeTables.put(table.RouteTableId, { ...table, Associations }, call.now);
      }
      call.ec2.subnets.delete(SubnetId, call.now);
      return {};
    },
  ),
  ModifySubnetAttribute: ec2Write<ModifySubnetAttributeRequest, object>(
    ModifySubnetAttribute$,
    (input) => [`subnet/${input.SubnetId}`],
    (call, input) => {
      const subnet = need(call.ec2.subnets, 'subnet', input.SubnetId);
      const options = subnet.PrivateDnsNameOptionsOnLaunch;
      const changed = {
        ...subnet,
        MapPublicIpOnLaunch: input.MapPublicIpOnLaunch?.Value ?? subnet.MapPublicIpOnLaunch,
        AssignIpv6AddressOnCreation: input.AssignIpv6AddressOnCreation?.Value ?? subnet.AssignIpv6AddressOnCreation,
        EnableDns64: input.EnableDns64?.Value ?? subnet.EnableDns64,
        PrivateDnsNameOptionsOnLaunch: {
          ...options,
          HostnameType: input.PrivateDnsHostnameTypeOnLaunch ?? options?.HostnameType,
          EnableResourceNameDnsARecord:
            input.EnableResourceNameDnsARecordOnLaunch?.Value ?? options?.EnableResourceNameDnsARecord,
          EnableResourceNameDnsAAAARecord:
            input.EnableResourceNameDnsAAAARecordOnLaunch?.Value ?? options?.EnableResourceNameDnsAAAARecord,
        },
      };
      call.ec2.subnets.put(subnet.SubnetId, changed, call.now);
      return {};
    },
  ),
};
