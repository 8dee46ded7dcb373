import type { AnyCollector } from '@/lib/collectors/types';

export const sqsCollectors: readonly AnyCollector[] = [];
