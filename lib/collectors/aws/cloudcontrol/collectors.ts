import type { AnyCollector } from '@/lib/collectors/types';
import { cloudControlSetting } from '@/lib/env';
import { cloudControlCollector } from './collector';
import { configuredTypes } from './configured';

export const cloudControlCollectors: readonly AnyCollector[] = configuredTypes(cloudControlSetting()).map(
  (one): AnyCollector => cloudControlCollector(one),
);
