import {
  CreateSecurityGroup$,
  type CreateSecurityGroupRequest,
  type CreateSecurityGroupResult,
  DeleteSecurityGroup$,
  type DeleteSecurityGroupRequest,
  type DeleteSecurityGroupResult,
  DescribeSecurityGroups$,
  type DescribeSecurityGroupsRequest,
  type DescribeSecurityGroupsResult,
  SecurityGroup$,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import type { Ec2Call } from './kit/call';
import { dependency, missing, need, notFound } from './kit/errors';
import { ec2Read, ec2Write } from './kit/operation';
import { permissionsOf } from './kit/permissions';
import { type GroupRow, toAnswer } from './kit/rows';
import { type Filters, select } from './kit/select';
import { tagsFor } from './kit/tags';
import { makerOf } from './make/maker';
import { makeGroup } from './make/network';

/** By id, or by name within the default VPC. */
export function groupOf(
  { ec2 }: Ec2Call,
  input: { GroupId?: string | undefined; GroupName?: string | undefined },
): GroupRow {
  if (input.GroupId) return need(ec2.groups, 'group', input.GroupId);
  if (!input.GroupName) throw missing('groupName or groupId');
  const vpc = ec2.vpcs.list().find(({ IsDefault }) => IsDefault);
  const found = ec2.groups.list().find((each) => each.VpcId === vpc?.VpcId && each.GroupName === input.GroupName);
  if (!found) throw notFound('group', input.GroupName);
  return found;
}

const rule =
  (egress: boolean, value: (rule: GroupRow['rules'][number]) => string | number | undefined) => (group: GroupRow) =>
    group.rules.filter(({ IsEgress }) => IsEgress === egress).map(value);

const FILTERS: Filters<GroupRow> = Object.fromEntries([
  ...([false, true] as const).flatMap((egress) => {
    const name = egress ? 'egress.ip-permission' : 'ip-permission';
    return [
      [`${name}.cidr`, rule(egress, (each) => each.CidrIpv4)],
      [`${name}.ipv6-cidr`, rule(egress, (each) => each.CidrIpv6)],
      [`${name}.from-port`, rule(egress, (each) => each.FromPort)],
      [`${name}.to-port`, rule(egress, (each) => each.ToPort)],
      [`${name}.protocol`, rule(egress, (each) => each.IpProtocol)],
      [`${name}.group-id`, rule(egress, (each) => each.ReferencedGroupInfo?.GroupId)],
    ] as const;
  }),
]);

function assertUnused({ ec2 }: Ec2Call, group: GroupRow): void {
  const named = (other: GroupRow) =>
    other.GroupId !== group.GroupId &&
    other.rules.some(({ ReferencedGroupInfo }) => ReferencedGroupInfo?.GroupId === group.GroupId);
  const worn = ec2.interfaces.list().some(({ Groups }) => Groups?.some(({ GroupId }) => GroupId === group.GroupId));
  if (worn || ec2.groups.list().some(named)) throw dependency(`resource ${group.GroupId} has a dependent object`);
}

export const securityGroupOperations = {
  DescribeSecurityGroups: ec2Read<DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult>(
    DescribeSecurityGroups$,
    (call, input) => {
      const named = (input.GroupNames ?? []).map((GroupName) => groupOf(call, { GroupName }).GroupId);
      const { rows, NextToken } = select(call.ec2.groups.list(), input, {
        kind: 'group',
        idOf: (row) => row.GroupId,
        ids: [...(input.GroupIds ?? []), ...named],
        schema: SecurityGroup$,
        filters: FILTERS,
      });
      const SecurityGroups = rows.map(({ rules, ...row }) => ({
        ...toAnswer(row),
        IpPermissions: permissionsOf(rules, false),
        IpPermissionsEgress: permissionsOf(rules, true),
      }));
      return { SecurityGroups, NextToken };
    },
  ),
  CreateSecurityGroup: ec2Write<CreateSecurityGroupRequest, CreateSecurityGroupResult>(
    CreateSecurityGroup$,
    (input) => ['security-group/*', ...(input.VpcId ? [`vpc/${input.VpcId}`] : [])],
    (call, input) => {
      const { GroupName: name, Description: description } = input;
      if (!name) throw missing('groupName');
      if (!description) throw missing('groupDescription');
      const standard = call.ec2.vpcs.list().find(({ IsDefault }) => IsDefault);
      if (!input.VpcId && !standard) {
        throw new AwsError('VPCIdNotSpecified', 'No default VPC for this user');
      }
      const { VpcId } = input.VpcId
        ? need(call.ec2.vpcs, 'vpc', input.VpcId)
        : need(call.ec2.vpcs, 'vpc', standard?.VpcId);
      if (call.ec2.groups.list().some((each) => each.VpcId === VpcId && each.GroupName === name)) {
        throw new AwsError('InvalidGroup.Duplicate', `The security group '${name}' already exists for VPC '${VpcId}'`);
      }
      const tags = tagsFor(input.TagSpecifications, 'security-group');
      const made = makeGroup(makerOf(call), { name, description, vpcId: VpcId, tags });
      return { GroupId: made.GroupId, SecurityGroupArn: made.SecurityGroupArn, Tags: tags };
    },
  ),
  DeleteSecurityGroup: ec2Write<DeleteSecurityGroupRequest, DeleteSecurityGroupResult>(
    DeleteSecurityGroup$,
    (input, call) => [`security-group/${input.GroupId ?? groupOf(call, input).GroupId}`],
    (call, input) => {
      const group = groupOf(call, input);
      if (group.GroupName === 'default') {
        throw new AwsError(
          'CannotDelete',
          `the specified group: "${group.GroupId}" name: "default" cannot be deleted by a user`,
        );
      }
      assertUnused(call, group);
      call.ec2.groups.delete(group.GroupId, call.now);
      return { Return: true, GroupId: group.GroupId };
    },
  ),
};
