import type { Account } from '../store/account';
import { networkOf } from '../store/network';
import type { Random } from '../store/random';
import type { World } from '../store/world';
import { hex16, makeLoadBalancer } from './v2/make-load-balancer';
import { type ListenerRow, listeners, loadBalancers, targetGroups } from './v2/rows';
import { makeTargetGroup } from './v2/target-groups';

const TEAMS = ['payments', 'ledger', 'search', 'mobile', 'data', 'platform', 'risk', 'support'];

/** Adds `count` resources: for each load balancer a target group with instances and a listener. */
export function fillElasticLoadBalancing(
  world: World,
  account: Account,
  region: string,
  count: number,
  random: Random,
): void {
  const network = networkOf(account, region);
  const balancers = loadBalancers(account, region);
  const now = world.clock.now();
  for (let made = 0; made < count; made += 3) {
    const team = random.pick(TEAMS);
    const name = `${team}-${balancers.size}`;
    const tags = { team };
    const group = makeTargetGroup(random, account, region, {
      name,
      vpcId: network.vpcId,
      targets: [{ id: random.pick(network.instances) }],
      tags,
    });
    targetGroups(account, region).load(group.arn, group);
    if (made + 1 >= count) return;
    const balancer = makeLoadBalancer(random, account, region, {
      name,
      createdAt: now - random.between(1, 1400) * 86_400_000,
      scheme: random.chance(0.4) ? 'internet-facing' : 'internal',
      vpcId: network.vpcId,
      zones: network.subnets.slice(0, 2).map(({ id, zone }) => ({ subnetId: id, zone })),
      securityGroups: [random.pick(network.securityGroups)],
      tags,
    });
    balancers.load(balancer.arn, balancer);
    if (made + 2 >= count) return;
    const listener = httpListener(random, balancer.arn, group.arn);
    listeners(account, region).load(listener.arn, listener);
  }
}

/** A listener on port 80 that forwards everything to one group. */
export function httpListener(random: Random, loadBalancerArn: string, groupArn: string): ListenerRow {
  return {
    arn: `${loadBalancerArn.replace(':loadbalancer/', ':listener/')}/${hex16(random)}`,
    loadBalancerArn,
    protocol: 'HTTP',
    port: 80,
    certificates: [],
    sslPolicy: undefined,
    alpnPolicy: [],
    actions: [{ Type: 'forward', TargetGroupArn: groupArn, Order: 1 }],
    rules: [],
    tags: {},
  };
}
