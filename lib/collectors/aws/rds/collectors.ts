import type { AnyCollector } from '@/lib/collectors/types';
import { dbClusterCollector } from './db-cluster';
import { dbInstanceCollector } from './db-instance';

export const rdsCollectors: readonly AnyCollector[] = [dbInstanceCollector, dbClusterCollector];
