import type { AnyCollector } from '@/lib/collectors/types';

export const snsCollectors: readonly AnyCollector[] = [];
