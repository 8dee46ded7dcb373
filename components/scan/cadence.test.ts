import { expect, test } from 'vitest';
import { CADENCES, cadence } from './cadence';

test('a cadence is said in its largest whole unit', () => {
  expect(CADENCES.map(cadence)).toEqual([
    'every 15 min',
    'every 30 min',
    'every hour',
    'every 3 hours',
    'every 6 hours',
    'every 12 hours',
    'every day',
    'every 7 days',
  ]);
  expect(cadence(90)).toBe('every 90 min');
});
