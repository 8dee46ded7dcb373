import type { AnyCollector } from '@/lib/collectors/types';

export const s3Collectors: readonly AnyCollector[] = [];
