import type { AnyCollector } from '@/lib/collectors/types';
import { functionCollector } from './function';

export const lambdaCollectors: readonly AnyCollector[] = [functionCollector];
