import type { AnyCollector } from '@/lib/collectors/types';
import { clusterCollector } from './cluster';

export const eksCollectors: readonly AnyCollector[] = [clusterCollector];
