import type { AnyCollector } from '@/lib/collectors/types';

export const ec2Collectors: readonly AnyCollector[] = [];
