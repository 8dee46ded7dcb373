import { expect, test } from 'vitest';
import { collectorsOf } from '@/lib/collectors/registry';
import { COLLECTOR_SERVICES } from '@/lib/schemas/collector-service';
import { MOTO_SERVICES } from './services';

test.each(COLLECTOR_SERVICES)('%s: every type that is collected is compared, or it is said why not', (service) => {
  const { lists, notInMoto = {} } = MOTO_SERVICES[service];
  const types = collectorsOf(service).map(({ type }) => type);
  expect([...Object.keys(lists), ...Object.keys(notInMoto)].sort()).toEqual(types.sort());
});
