import { firstOf, refFrom, trailEvents } from '@/lib/collectors/trail-refs';
import { loadBalancerArnOf, ownerAt, taggedArns } from './reads/refs';

export const SOURCE = 'elasticloadbalancing.amazonaws.com';

const itself = firstOf(
  refFrom({ arn: 'responseElements.loadBalancers[].loadBalancerArn' }),
  refFrom({ arn: 'requestParameters.loadBalancerArn' }),
  refFrom({ name: 'requestParameters.name' }),
);

/** What lies behind a load balancer changes with its listeners and their rules. */
const behind = firstOf(
  refFrom({ arn: 'requestParameters.loadBalancerArn' }),
  ownerAt('requestParameters.listenerArn', loadBalancerArnOf),
  ownerAt('requestParameters.ruleArn', loadBalancerArnOf),
);

/** Classic calls have the same names; they name by `loadBalancerName` and so give no ref here. */
export const loadBalancerEvents = [
  ...trailEvents(SOURCE, itself, {
    upserts: [
      'CreateLoadBalancer',
      'ModifyLoadBalancerAttributes',
      'ModifyCapacityReservation',
      'ModifyIpPools',
      'SetSecurityGroups',
      'SetSubnets',
      'SetIpAddressType',
    ],
    deletes: ['DeleteLoadBalancer'],
  }),
  ...trailEvents(SOURCE, behind, {
    upserts: ['CreateListener', 'ModifyListener', 'DeleteListener', 'CreateRule', 'ModifyRule', 'DeleteRule'],
  }),
  ...trailEvents(SOURCE, taggedArns('loadbalancer'), { upserts: ['AddTags', 'RemoveTags'] }),
];
