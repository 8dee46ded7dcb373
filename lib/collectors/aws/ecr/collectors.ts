import type { AnyCollector } from '@/lib/collectors/types';
import { repositoryCollector } from './repository';

export const ecrCollectors: readonly AnyCollector[] = [repositoryCollector];
