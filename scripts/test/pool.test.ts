import { expect, it } from 'vitest';
import { mapPool } from './pool';

it('keeps to the width, starts in order, and answers for every item', async () => {
  const started: number[] = [];
  let running = 0;
  let widest = 0;
  const results = await mapPool([1, 2, 3, 4, 5], 2, async (item) => {
    started.push(item);
    running += 1;
    widest = Math.max(widest, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return item * 10;
  });
  expect(results).toEqual([10, 20, 30, 40, 50]);
  expect(started).toEqual([1, 2, 3, 4, 5]);
  expect(widest).toBe(2);
});
