import type { AnyCollector } from '@/lib/collectors/types';

export const lambdaCollectors: readonly AnyCollector[] = [];
