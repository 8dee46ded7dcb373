import type { Action, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Account } from '../../store/account';
import type { Call } from '../../wire/action';
import { AwsError } from '../../wire/errors';
import type { Tags } from '../tags';

export type LoadBalancerKind = 'application' | 'network' | 'gateway';

export type LoadBalancerRow = {
  arn: string;
  name: string;
  kind: LoadBalancerKind;
  scheme: 'internet-facing' | 'internal';
  vpcId: string;
  zones: { zone: string; subnetId: string; allocationId?: string }[];
  securityGroups: string[];
  dnsName: string;
  ipAddressType: 'ipv4' | 'dualstack';
  createdAt: number;
  /** What differs from AWS's defaults (./attributes). */
  attributes: Record<string, string>;
  tags: Tags;
};

export type RuleRow = { arn: string; priority: number; conditions: RuleCondition[]; actions: Action[] };

export type ListenerRow = {
  arn: string;
  loadBalancerArn: string;
  protocol: string;
  port: number;
  /** The default one first, then those for other names (SNI). */
  certificates: string[];
  sslPolicy: string | undefined;
  alpnPolicy: string[];
  actions: Action[];
  rules: RuleRow[];
  tags: Tags;
};

export type TargetRow = { id: string; port?: number; zone?: string };

export type TargetGroupRow = {
  arn: string;
  name: string;
  targetType: 'instance' | 'ip' | 'lambda' | 'alb';
  protocol: string | undefined;
  protocolVersion: string | undefined;
  port: number | undefined;
  vpcId: string | undefined;
  ipAddressType: 'ipv4' | 'ipv6';
  health: {
    enabled: boolean;
    protocol: string | undefined;
    port: string;
    path: string | undefined;
    codes: string | undefined;
    interval: number;
    timeout: number;
    healthy: number;
    unhealthy: number;
  };
  targets: TargetRow[];
  attributes: Record<string, string>;
  tags: Tags;
};

export const loadBalancers = (account: Account, region: string) =>
  account.table<LoadBalancerRow>('elbv2.loadBalancer', region);
export const listeners = (account: Account, region: string) => account.table<ListenerRow>('elbv2.listener', region);
export const targetGroups = (account: Account, region: string) =>
  account.table<TargetGroupRow>('elbv2.targetGroup', region);

export function loadBalancer(call: Call, arn: string | undefined): LoadBalancerRow {
  const found = loadBalancers(call.account, call.region).get(arn ?? '');
  if (found === undefined) throw new AwsError('LoadBalancerNotFound', `Load balancer '${arn}' not found`);
  return found;
}

export function listener(call: Call, arn: string | undefined): ListenerRow {
  const found = listeners(call.account, call.region).get(arn ?? '');
  if (found === undefined) throw new AwsError('ListenerNotFound', 'One or more listeners not found');
  return found;
}

export function targetGroup(call: Call, arn: string | undefined): TargetGroupRow {
  const found = targetGroups(call.account, call.region).get(arn ?? '');
  if (found === undefined) throw new AwsError('TargetGroupNotFound', 'One or more target groups not found');
  return found;
}

/** The target groups that actions forward to. */
export function forwardedTo(actions: readonly Action[]): string[] {
  return actions.flatMap((action) => [
    ...(action.TargetGroupArn ? [action.TargetGroupArn] : []),
    ...(action.ForwardConfig?.TargetGroups ?? []).flatMap(({ TargetGroupArn }) => TargetGroupArn ?? []),
  ]);
}

/** The target groups that a listener reaches, by its default and by its rules. */
export function groupsBehind(row: ListenerRow): Set<string> {
  return new Set(forwardedTo([...row.actions, ...row.rules.flatMap(({ actions }) => actions)]));
}

export const validationError = (message: string) => new AwsError('ValidationError', message);
export const badMarker = () => validationError('Invalid Marker');
export const arnBase = (call: Pick<Call, 'region' | 'account'>) =>
  `arn:aws:elasticloadbalancing:${call.region}:${call.account.id}`;
