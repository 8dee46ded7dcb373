import type { AnyCollector } from '@/lib/collectors/types';
import { trailCollector } from './trail';

export const cloudTrailCollectors: readonly AnyCollector[] = [trailCollector];
