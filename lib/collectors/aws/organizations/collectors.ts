import type { AnyCollector } from '@/lib/collectors/types';
import { accountCollector } from './account';
import { organizationCollector } from './organization';
import { organizationalUnitCollector } from './organizational-unit';
import { organizationPolicyCollector } from './policy';

export const organizationsCollectors: readonly AnyCollector[] = [
  organizationCollector,
  organizationalUnitCollector,
  accountCollector,
  organizationPolicyCollector,
];
