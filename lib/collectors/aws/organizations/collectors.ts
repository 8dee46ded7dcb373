import type { AnyCollector } from '@/lib/collectors/types';

export const organizationsCollectors: readonly AnyCollector[] = [];
