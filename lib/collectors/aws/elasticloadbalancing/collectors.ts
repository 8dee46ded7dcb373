import type { AnyCollector } from '@/lib/collectors/types';
import { classicLoadBalancerCollector } from './classic-load-balancer';
import { listenerCollector } from './listener';
import { loadBalancerCollector } from './load-balancer';
import { targetGroupCollector } from './target-group';

export const elasticLoadBalancingCollectors: readonly AnyCollector[] = [
  classicLoadBalancerCollector,
  loadBalancerCollector,
  listenerCollector,
  targetGroupCollector,
];
