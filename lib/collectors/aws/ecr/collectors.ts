import type { AnyCollector } from '@/lib/collectors/types';

export const ecrCollectors: readonly AnyCollector[] = [];
