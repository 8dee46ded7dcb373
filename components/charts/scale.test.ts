import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largest, roundUp, stepPath, timeScale, upScale } from '@/components/charts/scale';

test('values stay between bottom and top', () => {
  const y = upScale(8, 100, 20);
  expect([y(0), y(4), y(8), y(80), y(-1)]).toEqual([100, 60, 20, 20, 100]);
  expect(upScale(0, 100, 20)(5)).toBe(100);
});

test('times stay within the width', () => {
  const x = timeScale(1000, 2000, 300);
  expect([x(0), x(1000), x(1500), x(2500)]).toEqual([0, 0, 150, 300]);
  expect(timeScale(5, 5, 300)(5)).toBe(0);
});

test('the axis ends at a round number not below the value', () => {
  expect([0, 0.3, 1, 7, 21, 212, 490].map(roundUp)).toEqual([1, 0.3, 1, 8, 25, 250, 500]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), (value) => {
      expect(roundUp(value)).toBeGreaterThanOrEqual(value);
      expect(roundUp(value)).toBeLessThan(value * 1.51);
    }),
  );
});

test('steps stay and then jump', () => {
  expect(
    stepPath([
      [0, 4],
      [10, 4],
      [20.04, 9.96],
    ]),
  ).toBe('M0 4H10V4H20V10');
  expect(largest([])).toBe(0);
});
