import { expect, test } from 'vitest';
import { dayEnd, dayStart } from './day-range';

test('a range of days includes both ends', () => {
  expect(dayStart('2026-11-20')).toBe('2026-11-20T00:00:00.000Z');
  expect(dayEnd('2026-11-30')).toBe('2026-12-01T00:00:00.000Z');
});

test.each([null, '', '2026-11', '2026-13-40', '20.11.2026'])('%j is no day and filters nothing', (day) => {
  expect([dayStart(day), dayEnd(day)]).toEqual([undefined, undefined]);
});
