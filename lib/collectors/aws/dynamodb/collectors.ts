import type { AnyCollector } from '@/lib/collectors/types';

export const dynamodbCollectors: readonly AnyCollector[] = [];
