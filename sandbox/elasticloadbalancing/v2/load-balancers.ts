import {
  CreateLoadBalancer$,
  type CreateLoadBalancerInput,
  type CreateLoadBalancerOutput,
  DeleteLoadBalancer$,
  type DeleteLoadBalancerInput,
  type DeleteLoadBalancerOutput,
  DescribeLoadBalancers$,
  type DescribeLoadBalancersInput,
  type DescribeLoadBalancersOutput,
  type LoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { networkOf, vpcOf, zoneOf } from '../../store/network';
import type { Call } from '../../wire/action';
import { AwsError } from '../../wire/errors';
import { modelRead, modelWrite } from '../../wire/model/operation';
import { pageAfter } from '../../wire/model/page';
import { tagsOf } from '../tags';
import { hostedZoneOf, makeLoadBalancer } from './make-load-balancer';
import { arnBase, badMarker, type LoadBalancerRow, listeners, loadBalancers, validationError } from './rows';

export function shownLoadBalancer(row: LoadBalancerRow): LoadBalancer {
  const region = row.arn.split(':')[3] ?? '';
  return {
    LoadBalancerArn: row.arn,
    DNSName: row.dnsName,
    CanonicalHostedZoneId: hostedZoneOf(region, row.kind),
    CreatedTime: new Date(row.createdAt),
    LoadBalancerName: row.name,
    Scheme: row.scheme,
    VpcId: row.vpcId,
    State: { Code: 'active' },
    Type: row.kind,
    AvailabilityZones: row.zones.map(({ zone, subnetId, allocationId }) => ({
      ZoneName: zone,
      SubnetId: subnetId,
      LoadBalancerAddresses: allocationId ? [{ AllocationId: allocationId }] : [],
    })),
    SecurityGroups: row.securityGroups,
    IpAddressType: row.ipAddressType,
  };
}

function create(call: Call, input: CreateLoadBalancerInput): CreateLoadBalancerOutput {
  const name = input.Name ?? '';
  if (!/^(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(name)) {
    throw validationError(`The load balancer name '${name}' is not valid`);
  }
  const mappings =
    input.SubnetMappings ??
    (input.Subnets ?? []).map((SubnetId) => ({ SubnetId }) as { SubnetId: string; AllocationId?: string });
  const kind = input.Type ?? 'application';
  if (mappings.length === 0) throw validationError('You must specify subnets in at least one Availability Zone');
  const table = loadBalancers(call.account, call.region);
  const same = table.list().find((row) => row.name === name);
  if (same) {
    throw new AwsError(
      'DuplicateLoadBalancerName',
      `A load balancer with the same name '${name}' exists, but with different settings`,
    );
  }
  const zones = mappings.map(({ SubnetId = '', AllocationId }, index) => ({
    zone: zoneOf(call.account, call.region, SubnetId, index),
    subnetId: SubnetId,
    ...(AllocationId ? { allocationId: AllocationId } : {}),
  }));
  if (kind === 'application' && zones.length < 2) {
    throw validationError('At least two subnets in two different Availability Zones must be specified');
  }
  const network = networkOf(call.account, call.region);
  const fallback = kind === 'application' ? network.securityGroups.slice(0, 1) : [];
  const row = makeLoadBalancer(call.world.random, call.account, call.region, {
    name,
    kind,
    scheme: input.Scheme ?? 'internet-facing',
    vpcId: vpcOf(call.account, call.region, zones[0]?.subnetId ?? '') ?? network.vpcId,
    zones,
    securityGroups: input.SecurityGroups?.length ? [...input.SecurityGroups] : fallback,
    ipAddressType: input.IpAddressType === 'dualstack' ? 'dualstack' : 'ipv4',
    createdAt: call.now,
    tags: tagsOf(input.Tags),
  });
  table.put(row.arn, row, call.now);
  return { LoadBalancers: [{ ...shownLoadBalancer(row), State: { Code: 'provisioning' } }] };
}

function describe(call: Call, input: DescribeLoadBalancersInput): DescribeLoadBalancersOutput {
  const table = loadBalancers(call.account, call.region);
  const rows = table.list();
  if (input.LoadBalancerArns?.length || input.Names?.length) {
    const chosen = rows.filter(({ arn, name }) => input.LoadBalancerArns?.includes(arn) || input.Names?.includes(name));
    const missing =
      input.LoadBalancerArns?.find((arn) => table.get(arn) === undefined) ??
      input.Names?.find((name) => !chosen.some((row) => row.name === name));
    if (missing !== undefined) throw new AwsError('LoadBalancerNotFound', `Load balancers '[${missing}]' not found`);
    return { LoadBalancers: chosen.map(shownLoadBalancer) };
  }
  const page = pageAfter(rows, input.PageSize ?? 400, input.Marker, ({ arn }) => arn, badMarker);
  return { LoadBalancers: page.items.map(shownLoadBalancer), NextMarker: page.next };
}

function remove(call: Call, { LoadBalancerArn: arn = '' }: DeleteLoadBalancerInput): DeleteLoadBalancerOutput {
  const table = loadBalancers(call.account, call.region);
  if (table.get(arn)?.attributes['deletion_protection.enabled'] === 'true') {
    throw new AwsError(
      'OperationNotPermitted',
      `Load balancer '${arn}' cannot be deleted because deletion protection is enabled`,
    );
  }
  const owned = listeners(call.account, call.region);
  for (const row of owned.list()) if (row.loadBalancerArn === arn) owned.delete(row.arn, call.now);
  table.delete(arn, call.now);
  return {};
}

export const loadBalancerOperations = {
  CreateLoadBalancer: modelWrite<CreateLoadBalancerInput, CreateLoadBalancerOutput>(CreateLoadBalancer$, {
    ask: (call, input) =>
      `${arnBase(call)}:loadbalancer/${input.Type === 'network' ? 'net' : input.Type === 'gateway' ? 'gwy' : 'app'}/${input.Name}/*`,
    handle: create,
  }),
  DescribeLoadBalancers: modelRead<DescribeLoadBalancersInput, DescribeLoadBalancersOutput>(DescribeLoadBalancers$, {
    ask: () => '*',
    handle: describe,
  }),
  DeleteLoadBalancer: modelWrite<DeleteLoadBalancerInput, DeleteLoadBalancerOutput>(DeleteLoadBalancer$, {
    ask: (_call, input) => input.LoadBalancerArn ?? '*',
    handle: remove,
  }),
};
