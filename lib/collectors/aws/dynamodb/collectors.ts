import type { AnyCollector } from '@/lib/collectors/types';
import { tableCollector } from './table';

export const dynamodbCollectors: readonly AnyCollector[] = [tableCollector];
