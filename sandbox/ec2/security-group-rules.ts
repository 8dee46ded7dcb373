import {
  AuthorizeSecurityGroupEgress$,
  type AuthorizeSecurityGroupEgressRequest,
  type AuthorizeSecurityGroupEgressResult,
  AuthorizeSecurityGroupIngress$,
  type AuthorizeSecurityGroupIngressRequest,
  type AuthorizeSecurityGroupIngressResult,
  DescribeSecurityGroupRules$,
  type DescribeSecurityGroupRulesRequest,
  type DescribeSecurityGroupRulesResult,
  ModifySecurityGroupRules$,
  type ModifySecurityGroupRulesRequest,
  type ModifySecurityGroupRulesResult,
  RevokeSecurityGroupEgress$,
  type RevokeSecurityGroupEgressRequest,
  type RevokeSecurityGroupEgressResult,
  RevokeSecurityGroupIngress$,
  type RevokeSecurityGroupIngressRequest,
  type RevokeSecurityGroupIngressResult,
  type SecurityGroupRule,
  SecurityGroupRule$,
  UpdateSecurityGroupRuleDescriptionsEgress$,
  type UpdateSecurityGroupRuleDescriptionsEgressRequest,
  type UpdateSecurityGroupRuleDescriptionsEgressResult,
  UpdateSecurityGroupRuleDescriptionsIngress$,
  type UpdateSecurityGroupRuleDescriptionsIngressRequest,
  type UpdateSecurityGroupRuleDescriptionsIngressResult,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import type { Ec2Call } from './kit/call';
import { missing, notFound } from './kit/errors';
import { ec2Read, ec2Write } from './kit/operation';
import { type LooseRule, ruleKey, rulesFrom } from './kit/permissions';
import type { GroupRow, RuleRow } from './kit/rows';
import { select } from './kit/select';
import { tagsFor } from './kit/tags';
import { makerOf } from './make/maker';
import { makeRule } from './make/network';
import { groupOf } from './security-groups';

type Named = { GroupId?: string | undefined; GroupName?: string | undefined };
const askGroup = (input: Named, call: Ec2Call) => [`security-group/${groupOf(call, input).GroupId}`];

function put(call: Ec2Call, group: GroupRow, rules: RuleRow[]): void {
  call.ec2.groups.put(group.GroupId, { ...group, rules }, call.now);
}

const shown = (rule: RuleRow): SecurityGroupRule => rule;

function authorize(
  call: Ec2Call,
  input: Named & LooseRule & { TagSpecifications?: never[] | undefined },
  egress: boolean,
) {
  const group = groupOf(call, input);
  const wanted = rulesFrom(call, input, egress, group);
  if (wanted.length === 0) throw missing('ipPermissions');
  const known = new Set(group.rules.map(ruleKey));
  for (const each of wanted) {
    if (!known.has(ruleKey(each))) continue;
    const peer = each.CidrIpv4 ?? each.CidrIpv6 ?? each.PrefixListId ?? each.ReferencedGroupInfo?.GroupId;
    const ports =
      each.IpProtocol === '-1'
        ? 'ALL, ALLOW'
        : `${each.IpProtocol.toUpperCase()}, from port: ${each.FromPort}, to port: ${each.ToPort}, ALLOW`;
    throw new AwsError('InvalidPermission.Duplicate', `the specified rule "peer: ${peer}, ${ports}" already exists`);
  }
  const Tags = tagsFor(input.TagSpecifications, 'security-group-rule');
  const added = wanted.map((each) => makeRule(makerOf(call), group.GroupId, { ...each, Tags }));
  put(call, group, [...group.rules, ...added]);
  return { Return: true, SecurityGroupRules: added.map(shown) };
}

function revoke(
  call: Ec2Call,
  input: Named & LooseRule & { SecurityGroupRuleIds?: string[] | undefined },
  egress: boolean,
) {
  const group = groupOf(call, input);
  const gone = new Set<RuleRow>();
  for (const id of input.SecurityGroupRuleIds ?? []) {
    const found = group.rules.find((each) => each.SecurityGroupRuleId === id && each.IsEgress === egress);
    if (!found) throw notFound('rule', id);
    gone.add(found);
  }
  for (const each of rulesFrom(call, input, egress, group)) {
    const found = group.rules.find((rule) => ruleKey(rule) === ruleKey(each));
    if (!found) {
      throw new AwsError('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
    }
    gone.add(found);
  }
  put(
    call,
    group,
    group.rules.filter((each) => !gone.has(each)),
  );
  return { Return: true };
}

function describe(
  call: Ec2Call,
  input: Named &
    LooseRule & {
      SecurityGroupRuleDescriptions?:
        | { SecurityGroupRuleId?: string | undefined; Description?: string | undefined }[]
        | undefined;
    },
  egress: boolean,
) {
  const group = groupOf(call, input);
  const texts = new Map(rulesFrom(call, input, egress, group).map((each) => [ruleKey(each), each.Description]));
  const byId = new Map(
    (input.SecurityGroupRuleDescriptions ?? []).map((each) => [each.SecurityGroupRuleId, each.Description]),
  );
  const rules = group.rules.map(({ Description, ...rule }) => {
    const named = byId.has(rule.SecurityGroupRuleId) || texts.has(ruleKey(rule));
    const text = named ? (byId.get(rule.SecurityGroupRuleId) ?? texts.get(ruleKey(rule))) : Description;
    return { ...rule, ...(text && { Description: text }) };
  });
  put(call, group, rules);
  return { Return: true };
}

function modify(call: Ec2Call, input: ModifySecurityGroupRulesRequest): ModifySecurityGroupRulesResult {
  const group = groupOf(call, input);
  const updates = new Map(
    (input.SecurityGroupRules ?? []).map((each) => [each.SecurityGroupRuleId, each.SecurityGroupRule]),
  );
  for (const id of updates.keys()) {
    if (!group.rules.some((each) => each.SecurityGroupRuleId === id)) throw notFound('rule', id ?? '');
  }
  const rules = group.rules.map((rule): RuleRow => {
    const update = updates.get(rule.SecurityGroupRuleId);
    if (!update) return rule;
    const { SecurityGroupRuleId, IsEgress, GroupId, GroupOwnerId, Tags } = rule;
    const { ReferencedGroupId, ...rest } = update;
    return {
      SecurityGroupRuleId,
      IsEgress,
      GroupId,
      GroupOwnerId,
      Tags,
      ...rest,
      IpProtocol: rest.IpProtocol ?? rule.IpProtocol,
      ...(ReferencedGroupId && { ReferencedGroupInfo: { GroupId: ReferencedGroupId, UserId: call.account.id } }),
    };
  });
  put(call, group, rules);
  return { Return: true };
}

export const securityGroupRuleOperations = {
  DescribeSecurityGroupRules: ec2Read<DescribeSecurityGroupRulesRequest, DescribeSecurityGroupRulesResult>(
    DescribeSecurityGroupRules$,
    ({ ec2 }, input) => {
      const rules = ec2.groups.list().flatMap((group) => group.rules);
      rules.sort((a, b) => (a.SecurityGroupRuleId < b.SecurityGroupRuleId ? -1 : 1));
      const { rows, NextToken } = select(rules, input, {
        kind: 'rule',
        idOf: (row) => row.SecurityGroupRuleId,
        ids: input.SecurityGroupRuleIds,
        schema: SecurityGroupRule$,
      });
      return { SecurityGroupRules: rows.map(shown), NextToken };
    },
  ),
  AuthorizeSecurityGroupIngress: ec2Write<AuthorizeSecurityGroupIngressRequest, AuthorizeSecurityGroupIngressResult>(
    AuthorizeSecurityGroupIngress$,
    askGroup,
    (call, input) => authorize(call, input as Parameters<typeof authorize>[1], false),
  ),
  AuthorizeSecurityGroupEgress: ec2Write<AuthorizeSecurityGroupEgressRequest, AuthorizeSecurityGroupEgressResult>(
    AuthorizeSecurityGroupEgress$,
    askGroup,
    (call, input) => authorize(call, input as Parameters<typeof authorize>[1], true),
  ),
  RevokeSecurityGroupIngress: ec2Write<RevokeSecurityGroupIngressRequest, RevokeSecurityGroupIngressResult>(
    RevokeSecurityGroupIngress$,
    askGroup,
    (call, input) => revoke(call, input, false),
  ),
  RevokeSecurityGroupEgress: ec2Write<RevokeSecurityGroupEgressRequest, RevokeSecurityGroupEgressResult>(
    RevokeSecurityGroupEgress$,
    askGroup,
    (call, input) => revoke(call, input, true),
  ),
  ModifySecurityGroupRules: ec2Write<ModifySecurityGroupRulesRequest, ModifySecurityGroupRulesResult>(
    ModifySecurityGroupRules$,
    askGroup,
    modify,
    { form: 'wrapped' },
  ),
  UpdateSecurityGroupRuleDescriptionsIngress: ec2Write<
    UpdateSecurityGroupRuleDescriptionsIngressRequest,
    UpdateSecurityGroupRuleDescriptionsIngressResult
  >(UpdateSecurityGroupRuleDescriptionsIngress$, askGroup, (call, input) => describe(call, input, false)),
  UpdateSecurityGroupRuleDescriptionsEgress: ec2Write<
    UpdateSecurityGroupRuleDescriptionsEgressRequest,
    UpdateSecurityGroupRuleDescriptionsEgressResult
  >(UpdateSecurityGroupRuleDescriptionsEgress$, askGroup, (call, input) => describe(call, input, true)),
};
