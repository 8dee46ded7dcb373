import type { AnyCollector } from '@/lib/collectors/types';

export const cloudTrailCollectors: readonly AnyCollector[] = [];
