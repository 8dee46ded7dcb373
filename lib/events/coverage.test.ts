import { expect, test } from 'vitest';
import { COLLECTORS } from '@/lib/collectors/registry';
import { EVENT_CHANGES } from '@/lib/collectors/types';

const cases = COLLECTORS.flatMap((collector) => EVENT_CHANGES.map((change) => ({ collector, change })));

/** Its calls are those of whoever uses Cloud Control: few, and no type is covered by them. */
const CLOUD_CONTROL = 'cloudcontrolapi.amazonaws.com';

test.each(cases)('$collector.type: events tell of $change, or it says why not', ({ collector, change }) => {
  const told = collector.events.filter(
    ({ source, change: kind, at }) => kind === change && at.length > 0 && source !== CLOUD_CONTROL,
  );
  const reason = collector.eventless?.[change];
  // A reason beside an event that tells would be out of date.
  expect(told.length > 0 ? reason === undefined : (reason?.length ?? 0) > 10).toBe(true);
});

test('no event is declared twice for the same change of a type by the same places', () => {
  const doubles = COLLECTORS.flatMap(({ type, events }) => {
    const keys = events.map(({ source, name, change, at }) => `${type} ${source} ${name} ${change} ${at.join(' ')}`);
    return keys.filter((key, index) => keys.indexOf(key) !== index);
  });
  expect(doubles).toEqual([]);
});
