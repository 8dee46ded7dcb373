import type { AnyCollector } from '@/lib/collectors/types';
import { queueCollector } from './queue';

export const sqsCollectors: readonly AnyCollector[] = [queueCollector];
