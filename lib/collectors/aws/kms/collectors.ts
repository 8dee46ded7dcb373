import type { AnyCollector } from '@/lib/collectors/types';

export const kmsCollectors: readonly AnyCollector[] = [];
