import type { AnyCollector } from '@/lib/collectors/types';
import { topicCollector } from './topic';

export const snsCollectors: readonly AnyCollector[] = [topicCollector];
