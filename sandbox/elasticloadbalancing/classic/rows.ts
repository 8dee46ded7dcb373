import type { Listener, LoadBalancerAttributes, PolicyDescription } from '@aws-sdk/client-elastic-load-balancing';
import type { Account } from '../../store/account';
import type { Call } from '../../wire/action';
import { AwsError } from '../../wire/errors';
import type { Tags } from '../tags';

export type ClassicRow = {
  name: string;
  dnsName: string;
  scheme: 'internet-facing' | 'internal';
  vpcId: string;
  zones: string[];
  subnets: string[];
  securityGroups: string[];
  listeners: (Listener & { policyNames?: string[] })[];
  policies: PolicyDescription[];
  instances: string[];
  healthCheck: { target: string; interval: number; timeout: number; unhealthy: number; healthy: number };
  attributes: LoadBalancerAttributes;
  createdAt: number;
  tags: Tags;
};

export const classics = (account: Account, region: string) => account.table<ClassicRow>('elb.loadBalancer', region);

export function classic(call: Call, name: string | undefined): ClassicRow {
  const found = classics(call.account, call.region).get(name ?? '');
  if (found === undefined) {
    throw new AwsError('LoadBalancerNotFound', `There is no ACTIVE Load Balancer named '${name}'`);
  }
  return found;
}

export function changeClassic(call: Call, name: string | undefined, changes: (row: ClassicRow) => Partial<ClassicRow>) {
  const row = classic(call, name);
  const next = { ...row, ...changes(row) };
  classics(call.account, call.region).put(row.name, next, call.now);
  return next;
}

/** Elastic Load Balancing API Reference 2012-06-01, "LoadBalancerAttributes". */
export const CLASSIC_DEFAULTS = {
  CrossZoneLoadBalancing: { Enabled: false },
  AccessLog: { Enabled: false },
  ConnectionDraining: { Enabled: false, Timeout: 300 },
  ConnectionSettings: { IdleTimeout: 60 },
  AdditionalAttributes: [{ Key: 'elb.http.desyncmitigationmode', Value: 'defensive' }],
} as const satisfies object;

export const classicArn = (call: Call, name: string | undefined) =>
  `arn:aws:elasticloadbalancing:${call.region}:${call.account.id}:loadbalancer/${name}`;

export const askClassic = (call: Call, input: { LoadBalancerName?: string | undefined }) =>
  classicArn(call, input.LoadBalancerName);
