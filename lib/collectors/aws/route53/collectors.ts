import type { AnyCollector } from '@/lib/collectors/types';

export const route53Collectors: readonly AnyCollector[] = [];
