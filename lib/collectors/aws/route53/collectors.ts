import type { AnyCollector } from '@/lib/collectors/types';
import { hostedZoneCollector } from './hosted-zone';
import { recordSetCollector } from './record-set';

/** Zones first: records are listed zone by zone. */
export const route53Collectors: readonly AnyCollector[] = [hostedZoneCollector, recordSetCollector];
