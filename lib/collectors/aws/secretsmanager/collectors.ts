import type { AnyCollector } from '@/lib/collectors/types';
import { secretCollector } from './secret';

export const secretsManagerCollectors: readonly AnyCollector[] = [secretCollector];
