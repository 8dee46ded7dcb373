import type { AnyCollector } from '@/lib/collectors/types';

export const cloudControlCollectors: readonly AnyCollector[] = [];
