import { DescribeSecurityGroupsCommand, type IpPermission, type SecurityGroup } from '@aws-sdk/client-ec2';
import { firstOf, nothing } from '@/lib/collectors/trail-refs';
import type { Collector, NormalizeEnv, Relationship } from '@/lib/collectors/types';
import { ec2Events, ids, names, taggingEvents } from './events';
import { describing } from './reads/describe';
import { pagesOf } from './reads/pages';
import { ec2Arn, ec2Attributes, ec2Resource, edge, edgeByArn } from './values';

const TYPE = 'AWS::EC2::SecurityGroup';
const LISTS = [
  'IpPermissions',
  'IpPermissionsEgress',
  'IpRanges',
  'Ipv6Ranges',
  'PrefixListIds',
  'UserIdGroupPairs',
] as const;

/** Groups and prefix lists that rules name. A group of a peered VPC may be another account's; one that names itself is no edge. */
function ruleEdges(
  kind: Relationship['kind'],
  permissions: readonly IpPermission[] | undefined,
  own: string | undefined,
  env: NormalizeEnv,
): (Relationship | null)[] {
  return (permissions ?? []).flatMap(({ UserIdGroupPairs, PrefixListIds }) => [
    ...(UserIdGroupPairs ?? []).map(({ GroupId, UserId }) => {
      if (!GroupId || GroupId === own) return null;
      if (!UserId || UserId === env.accountId) return edge(kind, TYPE, GroupId);
      return edgeByArn(kind, TYPE, ec2Arn(env, 'security-group', GroupId, UserId));
    }),
    ...(PrefixListIds ?? []).map(({ PrefixListId }) => edge(kind, 'AWS::EC2::PrefixList', PrefixListId)),
  ]);
}

export const securityGroupCollector: Collector<SecurityGroup> = {
  service: 'ec2',
  type: TYPE,
  title: 'Security group',
  scope: 'regional',
  actions: ['ec2:DescribeSecurityGroups'],
  enrichingActions: [],
  readActions: [],
  ...describing<SecurityGroup>({
    idOf: (group) => group.GroupId,
    idFilter: 'group-id',
    nameOf: (group) => group.GroupName,
    nameFilter: 'group-name',
    read: (ctx, Filters) =>
      pagesOf(
        ctx,
        (ec2, NextToken, options) =>
          ec2.send(new DescribeSecurityGroupsCommand({ Filters, NextToken, MaxResults: 1000 }), options),
        (page) => page.SecurityGroups,
      ),
  }),
  normalize: (raw, env) =>
    ec2Resource(env, TYPE, {
      id: raw.GroupId,
      arn: raw.SecurityGroupArn ?? ec2Arn(env, 'security-group', raw.GroupId ?? '', raw.OwnerId),
      name: raw.GroupName,
      tags: raw.Tags,
      attributes: ec2Attributes(raw, { omit: ['SecurityGroupArn'], sort: LISTS }),
      addresses: [...(raw.IpPermissions ?? []), ...(raw.IpPermissionsEgress ?? [])].flatMap((permission) => [
        ...(permission.IpRanges ?? []).map(({ CidrIp }) => CidrIp),
        ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6 }) => CidrIpv6),
      ]),
      relationships: [
        edge('belongsTo', 'AWS::EC2::VPC', raw.VpcId),
        ...ruleEdges('allowsFrom', raw.IpPermissions, raw.GroupId, env),
        ...ruleEdges('uses', raw.IpPermissionsEgress, raw.GroupId, env),
      ],
    }),
  events: [
    ...ec2Events(ids({ answers: ['groupId'] }), { creates: ['CreateSecurityGroup'] }),
    // Calls for a default VPC may name the group; its rules then tell its id.
    ...ec2Events(
      firstOf(
        ids({ asks: ['groupId'] }),
        ids({ answers: ['securityGroupRuleSet.items[].groupId'] }),
        names('groupName'),
      ),
      { updates: ['AuthorizeSecurityGroupIngress'] },
    ),
    ...ec2Events(firstOf(ids({ asks: ['groupId'] }), ids({ answers: ['securityGroupRuleSet.items[].groupId'] })), {
      updates: ['AuthorizeSecurityGroupEgress'],
    }),
    ...ec2Events(firstOf(ids({ asks: ['groupId'] }), names('groupName')), {
      updates: [
        'RevokeSecurityGroupIngress',
        'UpdateSecurityGroupRuleDescriptionsIngress',
        'UpdateSecurityGroupRuleDescriptionsEgress',
      ],
      deletes: ['DeleteSecurityGroup'],
    }),
    ...ec2Events(ids({ asks: ['groupId'] }), {
      updates: [
        'RevokeSecurityGroupEgress',
        'ModifySecurityGroupRules',
        'AssociateSecurityGroupVpc',
        'DisassociateSecurityGroupVpc',
      ],
    }),
    // A VPC comes and goes with its default group.
    ...ec2Events(nothing, { creates: ['CreateVpc', 'CreateDefaultVpc'], deletes: ['DeleteVpc'] }),
    ...taggingEvents('sg-'),
  ],
};
