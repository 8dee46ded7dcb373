import { refFrom, trailEvents } from '@/lib/collectors/trail-refs';
import type { EventMapping } from '@/lib/collectors/types';

const SOURCE = 'elasticloadbalancing.amazonaws.com';

/**
 * Calls of API version 2012-06-01. Those of the second generation share some of these names; they name by ARN and so
 * give no ref here.
 */
export const classicLoadBalancerEvents: EventMapping[] = [
  ...trailEvents(SOURCE, refFrom({ name: 'requestParameters.loadBalancerName' }), {
    creates: ['CreateLoadBalancer'],
    updates: [
      'ApplySecurityGroupsToLoadBalancer',
      'AttachLoadBalancerToSubnets',
      'ConfigureHealthCheck',
      'CreateAppCookieStickinessPolicy',
      'CreateLBCookieStickinessPolicy',
      'CreateLoadBalancerListeners',
      'CreateLoadBalancerPolicy',
      'DeleteLoadBalancerListeners',
      'DeleteLoadBalancerPolicy',
      'DeregisterInstancesFromLoadBalancer',
      'DetachLoadBalancerFromSubnets',
      'DisableAvailabilityZonesForLoadBalancer',
      'EnableAvailabilityZonesForLoadBalancer',
      'ModifyLoadBalancerAttributes',
      'RegisterInstancesWithLoadBalancer',
      'SetLoadBalancerListenerSSLCertificate',
      'SetLoadBalancerPoliciesForBackendServer',
      'SetLoadBalancerPoliciesOfListener',
    ],
    deletes: ['DeleteLoadBalancer'],
  }),
  ...trailEvents(SOURCE, refFrom({ name: 'requestParameters.loadBalancerNames[]' }), {
    updates: ['AddTags', 'RemoveTags'],
  }),
];
