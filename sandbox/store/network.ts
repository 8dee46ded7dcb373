import { createHash } from 'node:crypto';
import type { Account } from './account';

export type Network = {
  vpcId: string;
  subnets: { id: string; zone: string }[];
  securityGroups: string[];
  instances: string[];
};

/**
 * The network of an account's region that other services put things into: the EC2 tables' own ids where there are any,
 * else ids that are always the same for this account and region.
 */
export function networkOf(account: Account, region: string): Network {
  const hex = (what: string) =>
    createHash('sha256').update(`${account.id}/${region}/${what}`).digest('hex').slice(0, 17);
  const ids = (kind: string, prefix: string, count: number) => {
    const known: string[] = [];
    for (const [id] of account.table(kind, region).entries()) if (known.push(id) === MOST) break;
    return known.length > 0 ? known : Array.from({ length: count }, (_, index) => `${prefix}-${hex(prefix + index)}`);
  };
  const subnets = ids('ec2.subnet', 'subnet', 3).map((id, index) => ({ id, zone: zoneOf(account, region, id, index) }));
  const first = subnets[0]?.id ?? '';
  return {
    vpcId: vpcOf(account, region, first) ?? ids('ec2.vpc', 'vpc', 1)[0] ?? '',
    subnets: subnets.filter(({ id }) => vpcOf(account, region, id) === vpcOf(account, region, first)),
    securityGroups: ids('ec2.security-group', 'sg', 4),
    instances: ids('ec2.instance', 'i', 12),
  };
}

const MOST = 40;

/** The VPC of a subnet, when the EC2 table tells. */
export function vpcOf(account: Account, region: string, subnetId: string): string | undefined {
  return textAt(account.table(`ec2.subnet`, region).get(subnetId), /^vpcId$/i);
}

/** The zone of a subnet, when the EC2 table tells; else the zones in turn. */
export function zoneOf(account: Account, region: string, subnetId: string, index = 0): string {
  const known = textAt(account.table('ec2.subnet', region).get(subnetId), /^(availabilityZone|zone|az)$/i);
  return known ?? `${region}${'abc'.charAt(index % 3)}`;
}

function textAt(row: object | undefined, name: RegExp): string | undefined {
  const found = Object.entries(row ?? {}).find(([key]) => name.test(key))?.[1];
  return typeof found === 'string' ? found : undefined;
}
