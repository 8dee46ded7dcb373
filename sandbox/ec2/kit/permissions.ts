import type { IpPermission, SecurityGroupRule } from '@aws-sdk/client-ec2';
import { AwsError } from '../../wire/errors';
import type { NewRule } from '../make/network';
import type { Ec2Call } from './call';
import { canonical } from './cidr';
import { invalidValue } from './errors';
import type { GroupRow, RuleRow } from './rows';

/** The older spelling of a single rule, beside IpPermissions. */
export type LooseRule = {
  IpPermissions?: IpPermission[] | undefined;
  IpProtocol?: string | undefined;
  FromPort?: number | undefined;
  ToPort?: number | undefined;
  CidrIp?: string | undefined;
  SourceSecurityGroupName?: string | undefined;
};

const NUMBERS: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp', '58': 'icmpv6', all: '-1' };

/** One rule for each range, prefix list and group that the permissions name, as AWS splits them. */
export function rulesFrom(call: Ec2Call, input: LooseRule, egress: boolean, group: GroupRow): NewRule[] {
  const loose: IpPermission[] = input.IpProtocol
    ? [
        {
          IpProtocol: input.IpProtocol,
          FromPort: input.FromPort,
          ToPort: input.ToPort,
          ...(input.CidrIp && { IpRanges: [{ CidrIp: input.CidrIp }] }),
          ...(input.SourceSecurityGroupName && {
            UserIdGroupPairs: [{ GroupName: input.SourceSecurityGroupName }],
          }),
        },
      ]
    : [];
  return [...(input.IpPermissions ?? []), ...loose].flatMap((each) => split(call, each, egress, group));
}

function split(call: Ec2Call, permission: IpPermission, egress: boolean, group: GroupRow): NewRule[] {
  const given = (permission.IpProtocol ?? '').toLowerCase();
  const IpProtocol = NUMBERS[given] ?? given;
  if (IpProtocol === '') throw invalidValue('Invalid value for ip protocol. Unknown protocol');
  const all = IpProtocol === '-1';
  const { FromPort, ToPort } = permission;
  if ((IpProtocol === 'tcp' || IpProtocol === 'udp') && (FromPort === undefined || ToPort === undefined)) {
    throw invalidValue(`Invalid value for portRange. Must specify both from and to ports with TCP/UDP.`);
  }
  if (!all && FromPort !== undefined && ToPort !== undefined && IpProtocol !== 'icmp' && FromPort > ToPort) {
    throw invalidValue(`Invalid TCP/UDP port range (${FromPort}:${ToPort})`);
  }
  const common = {
    IsEgress: egress,
    IpProtocol,
    FromPort: all ? -1 : (FromPort ?? -1),
    ToPort: all ? -1 : (ToPort ?? -1),
  };
  const described = (text: string | undefined) => (text ? { Description: text } : {});
  return [
    ...(permission.IpRanges ?? []).map(({ CidrIp = '', Description }) => {
      if (canonical(CidrIp) === CidrIp && !CidrIp.includes('/')) {
        throw invalidValue(`CIDR block ${CidrIp} is malformed`);
      }
      return { ...common, CidrIpv4: canonical(CidrIp), ...described(Description) };
    }),
    ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6, Description }) => ({
      ...common,
      CidrIpv6,
      ...described(Description),
    })),
    ...(permission.PrefixListIds ?? []).map(({ PrefixListId, Description }) => ({
      ...common,
      PrefixListId,
      ...described(Description),
    })),
    ...(permission.UserIdGroupPairs ?? []).map((pair) => {
      const named = call.ec2.groups
        .list()
        .find((each) => each.VpcId === group.VpcId && each.GroupName === pair.GroupName);
      const GroupId = pair.GroupId ?? named?.GroupId;
      const UserId = pair.UserId ?? call.account.id;
      const known = UserId !== call.account.id || (GroupId && call.ec2.groups.get(GroupId));
      if (!GroupId || !known) {
        throw new AwsError('InvalidGroup.NotFound', `The security group '${GroupId ?? pair.GroupName}' does not exist`);
      }
      return { ...common, ReferencedGroupInfo: { GroupId, UserId }, ...described(pair.Description) };
    }),
  ];
}

/** What makes two rules the same: all but description, id and tags. */
export function ruleKey(rule: SecurityGroupRule): string {
  const { IsEgress, IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupInfo } = rule;
  const target = CidrIpv4 ?? CidrIpv6 ?? PrefixListId ?? ReferencedGroupInfo?.GroupId;
  return JSON.stringify([IsEgress, IpProtocol, FromPort, ToPort, target]);
}

/** Rules gathered by protocol and ports, as DescribeSecurityGroups answers them. */
export function permissionsOf(rules: readonly RuleRow[], egress: boolean): IpPermission[] {
  const gathered = new Map<string, Required<Pick<IpPermission, 'IpRanges' | 'Ipv6Ranges'>> & IpPermission>();
  for (const rule of rules) {
    if (rule.IsEgress !== egress) continue;
    const key = `${rule.IpProtocol} ${rule.FromPort} ${rule.ToPort}`;
    const all = rule.IpProtocol === '-1';
    const permission = gathered.get(key) ?? {
      IpProtocol: rule.IpProtocol,
      ...(!all && { FromPort: rule.FromPort, ToPort: rule.ToPort }),
      IpRanges: [],
      Ipv6Ranges: [],
      PrefixListIds: [],
      UserIdGroupPairs: [],
    };
    const described = rule.Description ? { Description: rule.Description } : {};
    if (rule.CidrIpv4) permission.IpRanges?.push({ CidrIp: rule.CidrIpv4, ...described });
    else if (rule.CidrIpv6) permission.Ipv6Ranges?.push({ CidrIpv6: rule.CidrIpv6, ...described });
    else if (rule.PrefixListId) permission.PrefixListIds?.push({ PrefixListId: rule.PrefixListId, ...described });
    else if (rule.ReferencedGroupInfo) {
      const { GroupId, UserId } = rule.ReferencedGroupInfo;
      permission.UserIdGroupPairs?.push({ GroupId, UserId, ...described });
    }
    gathered.set(key, permission as never);
  }
  return [...gathered.values()];
}
