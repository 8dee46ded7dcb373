import type { AnyCollector } from '@/lib/collectors/types';

export const rdsCollectors: readonly AnyCollector[] = [];
