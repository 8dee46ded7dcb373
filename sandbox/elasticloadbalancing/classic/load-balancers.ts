import {
  type CreateAccessPointInput,
  type CreateAccessPointOutput,
  CreateLoadBalancer$,
  type DeleteAccessPointInput,
  type DeleteAccessPointOutput,
  DeleteLoadBalancer$,
  type DescribeAccessPointsInput,
  type DescribeAccessPointsOutput,
  DescribeLoadBalancers$,
  type LoadBalancerDescription,
} from '@aws-sdk/client-elastic-load-balancing';
import type { Account } from '../../store/account';
import { networkOf, vpcOf } from '../../store/network';
import type { Random } from '../../store/random';
import type { Call } from '../../wire/action';
import { AwsError } from '../../wire/errors';
import { modelRead, modelWrite } from '../../wire/model/operation';
import { pageAfter } from '../../wire/model/page';
import { tagsOf } from '../tags';
import { hostedZoneOf } from '../v2/make-load-balancer';
import { badMarker, validationError } from '../v2/rows';
import { askClassic, type ClassicRow, classic, classics } from './rows';

/** A classic load balancer with AWS's defaults, in the account's network. */
export function makeClassic(
  random: Random,
  account: Account,
  region: string,
  given: Pick<ClassicRow, 'name' | 'createdAt' | 'listeners'> & Partial<ClassicRow>,
): ClassicRow {
  const network = networkOf(account, region);
  const inside = given.scheme === 'internal' ? 'internal-' : '';
  const first = given.listeners[0];
  return {
    dnsName: `${inside}${given.name}-${random.between(100_000_000, 1_999_999_999)}.${region}.elb.amazonaws.com`,
    scheme: 'internet-facing',
    vpcId: network.vpcId,
    zones: network.subnets.slice(0, 2).map(({ zone }) => zone),
    subnets: network.subnets.slice(0, 2).map(({ id }) => id),
    securityGroups: network.securityGroups.slice(0, 1),
    policies: [],
    instances: [],
    healthCheck: { target: `TCP:${first?.InstancePort ?? 80}`, interval: 30, timeout: 5, unhealthy: 2, healthy: 10 },
    attributes: {},
    tags: {},
    ...given,
  };
}

function shown(region: string, row: ClassicRow): LoadBalancerDescription {
  return {
    LoadBalancerName: row.name,
    DNSName: row.dnsName,
    CanonicalHostedZoneName: row.dnsName,
    CanonicalHostedZoneNameID: hostedZoneOf(region, 'application'),
    ListenerDescriptions: row.listeners.map(({ policyNames = [], ...Listener }) => ({
      Listener,
      PolicyNames: policyNames,
    })),
    Policies: {
      AppCookieStickinessPolicies: [],
      LBCookieStickinessPolicies: [],
      OtherPolicies: row.policies.flatMap(({ PolicyName }) => PolicyName ?? []),
    },
    BackendServerDescriptions: [],
    AvailabilityZones: row.zones,
    Subnets: row.subnets,
    VPCId: row.vpcId,
    Instances: row.instances.map((InstanceId) => ({ InstanceId })),
    HealthCheck: {
      Target: row.healthCheck.target,
      Interval: row.healthCheck.interval,
      Timeout: row.healthCheck.timeout,
      UnhealthyThreshold: row.healthCheck.unhealthy,
      HealthyThreshold: row.healthCheck.healthy,
    },
    SourceSecurityGroup: { OwnerAlias: 'amazon-elb', GroupName: 'default' },
    SecurityGroups: row.securityGroups,
    CreatedTime: new Date(row.createdAt),
    Scheme: row.scheme,
  };
}

function create(call: Call, input: CreateAccessPointInput): CreateAccessPointOutput {
  const name = input.LoadBalancerName ?? '';
  const table = classics(call.account, call.region);
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(name)) {
    throw validationError('LoadBalancerName must contain only letters, digits and dashes and be at most 32 long');
  }
  if (table.get(name)) {
    throw new AwsError(
      'DuplicateLoadBalancerName',
      `Load Balancer named ${name} already exists and it is configured with different parameters.`,
    );
  }
  const subnets = input.Subnets?.length ? [...input.Subnets] : undefined;
  const vpcId = vpcOf(call.account, call.region, subnets?.[0] ?? '');
  const row = makeClassic(call.world.random, call.account, call.region, {
    name,
    createdAt: call.now,
    listeners: [...(input.Listeners ?? [])].map((each) => ({ InstanceProtocol: each.Protocol, ...each })),
    scheme: input.Scheme === 'internal' ? 'internal' : 'internet-facing',
    tags: tagsOf(input.Tags),
    ...(vpcId && { vpcId }),
    ...(subnets && { subnets }),
    ...(input.AvailabilityZones?.length && { zones: [...input.AvailabilityZones] }),
    ...(input.SecurityGroups?.length && { securityGroups: [...input.SecurityGroups] }),
  });
  table.put(name, row, call.now);
  return { DNSName: row.dnsName };
}

function describe(call: Call, input: DescribeAccessPointsInput): DescribeAccessPointsOutput {
  if (input.LoadBalancerNames?.length) {
    return {
      LoadBalancerDescriptions: input.LoadBalancerNames.map((name) => shown(call.region, classic(call, name))),
    };
  }
  const rows = classics(call.account, call.region).list();
  const page = pageAfter(rows, input.PageSize ?? 400, input.Marker, ({ name }) => name, badMarker);
  return { LoadBalancerDescriptions: page.items.map((row) => shown(call.region, row)), NextMarker: page.next };
}

export const classicOperations = {
  CreateLoadBalancer: modelWrite<CreateAccessPointInput, CreateAccessPointOutput>(CreateLoadBalancer$, {
    ask: askClassic,
    handle: create,
  }),
  DescribeLoadBalancers: modelRead<DescribeAccessPointsInput, DescribeAccessPointsOutput>(DescribeLoadBalancers$, {
    ask: () => '*',
    handle: describe,
  }),
  /** Deleting what is not there succeeds (API Reference, DeleteLoadBalancer). */
  DeleteLoadBalancer: modelWrite<DeleteAccessPointInput, DeleteAccessPointOutput>(DeleteLoadBalancer$, {
    ask: askClassic,
    handle: (call, input) => {
      classics(call.account, call.region).delete(input.LoadBalancerName ?? '', call.now);
      return {};
    },
  }),
};
