import { expect, test } from 'vitest';
import { discoverAgainMs } from './upkeep';

test('a source of which nothing is known yet is looked at with every poll, others every few, none more than it wants', () => {
  const [minute, poll] = [60_000, 20_000];
  expect(discoverAgainMs(0, 10 * minute, poll)).toBe(poll);
  expect(discoverAgainMs(3, 10 * minute, poll)).toBe(5 * poll);
  expect(discoverAgainMs(0, 10_000, poll)).toBe(10_000);
  expect(discoverAgainMs(3, 10_000, poll)).toBe(10_000);
});
