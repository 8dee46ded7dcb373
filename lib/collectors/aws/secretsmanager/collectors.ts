import type { AnyCollector } from '@/lib/collectors/types';

export const secretsManagerCollectors: readonly AnyCollector[] = [];
