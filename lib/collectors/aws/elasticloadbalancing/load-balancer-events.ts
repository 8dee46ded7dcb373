import { allOf, firstOf, nothing, refFrom, refsAt, trailEvents } from '@/lib/collectors/trail-refs';
import type { EventMapping } from '@/lib/collectors/types';
import { listenerArnOf, loadBalancerArnOf, ownerAt, taggedArns } from './reads/refs';

const SOURCE = 'elasticloadbalancing.amazonaws.com';
const arnAsked = refFrom({ arn: 'requestParameters.loadBalancerArn' });
const listenerAsked = refFrom({ arn: 'requestParameters.listenerArn' });
const listenerOfRule = ownerAt('requestParameters.ruleArn', listenerArnOf);

/**
 * Classic calls have the same names; they name by `loadBalancerName` and so give no ref here. What lies behind a load
 * balancer changes with its listeners and their rules.
 */
export const loadBalancerEvents: EventMapping[] = [
  ...trailEvents(
    SOURCE,
    firstOf(
      refFrom({ arn: 'responseElements.loadBalancers[].loadBalancerArn' }),
      refFrom({ name: 'requestParameters.name' }),
    ),
    { creates: ['CreateLoadBalancer'] },
  ),
  ...trailEvents(SOURCE, arnAsked, {
    updates: [
      'ModifyLoadBalancerAttributes',
      'ModifyCapacityReservation',
      'ModifyIpPools',
      'SetSecurityGroups',
      'SetSubnets',
      'SetIpAddressType',
      'CreateListener',
    ],
    deletes: ['DeleteLoadBalancer'],
  }),
  ...trailEvents(SOURCE, ownerAt('requestParameters.listenerArn', loadBalancerArnOf), {
    updates: ['ModifyListener', 'DeleteListener', 'CreateRule'],
  }),
  ...trailEvents(SOURCE, ownerAt('requestParameters.ruleArn', loadBalancerArnOf), {
    updates: ['ModifyRule', 'DeleteRule'],
  }),
  ...trailEvents(SOURCE, taggedArns('loadbalancer'), { updates: ['AddTags', 'RemoveTags'] }),
];

export const listenerEvents: EventMapping[] = [
  ...trailEvents(SOURCE, refFrom({ arn: 'responseElements.listeners[].listenerArn' }), { creates: ['CreateListener'] }),
  ...trailEvents(SOURCE, listenerAsked, {
    updates: [
      'ModifyListener',
      'ModifyListenerAttributes',
      'AddListenerCertificates',
      'RemoveListenerCertificates',
      'CreateRule',
    ],
    deletes: ['DeleteListener'],
  }),
  ...trailEvents(SOURCE, listenerOfRule, { updates: ['ModifyRule', 'DeleteRule'] }),
  ...trailEvents(SOURCE, ownerAt('requestParameters.rulePriorities[].ruleArn', listenerArnOf), {
    updates: ['SetRulePriorities'],
  }),
  // They go with their load balancer.
  ...trailEvents(SOURCE, nothing, { deletes: ['DeleteLoadBalancer'] }),
  ...trailEvents(SOURCE, taggedArns('listener'), { updates: ['AddTags', 'RemoveTags'] }),
];

/** A target group is told which load balancers send to it, so that a listener's or rule's action changes it too. */
function targetGroupsIn(actions: string) {
  const at = (path: string) => refsAt(`requestParameters.${actions}[].${path}`, (arn) => ({ arn }));
  return allOf(at('targetGroupArn'), at('forwardConfig.targetGroups[].targetGroupArn'));
}

export const targetGroupEvents: EventMapping[] = [
  ...trailEvents(SOURCE, refFrom({ arn: 'responseElements.targetGroups[].targetGroupArn' }), {
    creates: ['CreateTargetGroup'],
  }),
  ...trailEvents(SOURCE, refFrom({ arn: 'requestParameters.targetGroupArn' }), {
    updates: ['ModifyTargetGroup', 'ModifyTargetGroupAttributes', 'RegisterTargets', 'DeregisterTargets'],
    deletes: ['DeleteTargetGroup'],
  }),
  ...trailEvents(SOURCE, targetGroupsIn('defaultActions'), { updates: ['CreateListener', 'ModifyListener'] }),
  ...trailEvents(SOURCE, targetGroupsIn('actions'), { updates: ['CreateRule', 'ModifyRule'] }),
  ...trailEvents(SOURCE, taggedArns('targetgroup'), { updates: ['AddTags', 'RemoveTags'] }),
];
