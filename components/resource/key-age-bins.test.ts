import { expect, test } from 'vitest';
import { ageLevel, keyAgeBins } from './key-age-bins';

test('a key is fine below the limit, old from it on, ancient from a year on', () => {
  expect([0, 89, 90, 364, 365, 4000].map((days) => ageLevel(days, 90))).toEqual([
    'fine',
    'fine',
    'old',
    'old',
    'ancient',
    'ancient',
  ]);
});

test('a column is called by its oldest age', () => {
  const bucket = (fromDays: number, toDays: number | null, count: number) => ({ label: '', fromDays, toDays, count });
  expect(
    keyAgeBins({
      limitDays: 90,
      buckets: [bucket(60, 90, 2), bucket(90, 180, 0), bucket(180, 365, 4), bucket(1095, null, 1)],
    }),
  ).toEqual([
    { label: '90 d', count: 2, level: 'fine' },
    { label: '180 d', count: 0, level: 'old' },
    { label: '1 y', count: 4, level: 'old' },
    { label: 'older', count: 1, level: 'ancient' },
  ]);
});
