import type { AnyCollector } from '@/lib/collectors/types';

export const elasticLoadBalancingCollectors: readonly AnyCollector[] = [];
