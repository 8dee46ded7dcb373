import type { Account } from '../../store/account';
import type { Random } from '../../store/random';
import type { LoadBalancerKind, LoadBalancerRow } from './rows';

const PATHS = { application: 'app', network: 'net', gateway: 'gwy' } as const satisfies Record<
  LoadBalancerKind,
  string
>;

/** A load balancer with the ARN and the DNS name AWS would give it. */
export function makeLoadBalancer(
  random: Random,
  account: Account,
  region: string,
  given: Pick<LoadBalancerRow, 'name' | 'createdAt'> & Partial<LoadBalancerRow>,
): LoadBalancerRow {
  const kind = given.kind ?? 'application';
  const scheme = given.scheme ?? 'internet-facing';
  const id = hex16(random);
  const inside = scheme === 'internal' && kind === 'application' ? 'internal-' : '';
  const dnsName =
    kind === 'application'
      ? `${inside}${given.name}-${random.between(100_000_000, 1_999_999_999)}.${region}.elb.amazonaws.com`
      : `${given.name}-${id}.elb.${region}.amazonaws.com`;
  return {
    arn: `arn:aws:elasticloadbalancing:${region}:${account.id}:loadbalancer/${PATHS[kind]}/${given.name}/${id}`,
    kind,
    scheme,
    vpcId: '',
    zones: [],
    securityGroups: [],
    dnsName,
    ipAddressType: 'ipv4',
    attributes: {},
    tags: {},
    ...given,
  };
}

export function hex16(random: Random): string {
  return random.text('0123456789abcdef', 16);
}

/** Route 53's zones of load balancers (AWS General Reference, "Elastic Load Balancing endpoints and quotas"). */
const ZONES: Readonly<Record<string, { application: string; network: string }>> = {
  'eu-central-1': { application: 'Z215JYRZR1TBD5', network: 'Z3F0SRJ5LGBH90' },
  'eu-west-1': { application: 'Z32O12XQLNTSW2', network: 'Z2IFOLAFXWLO4F' },
  'us-east-1': { application: 'Z35SXDOTRQ7X7K', network: 'Z26RNL4JYFTOTI' },
  'us-east-2': { application: 'Z3AADJGX6KTTL2', network: 'ZLMOA37VPKANP' },
  'us-west-2': { application: 'Z1H1FL5HABSF5', network: 'Z18D5FSROUN65G' },
};

export function hostedZoneOf(region: string, kind: LoadBalancerKind): string {
  const zone = ZONES[region] ?? { application: 'ZP97RAFLXTNZK', network: 'ZVDDRBQ08TROA' };
  return kind === 'application' ? zone.application : zone.network;
}
