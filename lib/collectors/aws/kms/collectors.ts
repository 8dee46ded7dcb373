import type { AnyCollector } from '@/lib/collectors/types';
import { keyCollector } from './key';

export const kmsCollectors: readonly AnyCollector[] = [keyCollector];
