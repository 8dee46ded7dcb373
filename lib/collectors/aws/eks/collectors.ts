import type { AnyCollector } from '@/lib/collectors/types';

export const eksCollectors: readonly AnyCollector[] = [];
