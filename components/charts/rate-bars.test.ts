import { expect, test } from 'vitest';
import { unbroken } from '@/components/charts/rate-bars';

test('a line has a gap where nothing was measured, and a lone point is still drawn', () => {
  const at = (place: number, value: number) => ({ at: place, value });
  expect(unbroken([null, 3, 4, null, null, 5])).toEqual([
    [at(1, 3), at(2, 4)],
    [at(5, 5), at(5, 5)],
  ]);
  expect(unbroken([])).toEqual([]);
});
