import type { AnyCollector } from '@/lib/collectors/types';
import { bucketCollector } from './bucket';

export const s3Collectors: readonly AnyCollector[] = [bucketCollector];
