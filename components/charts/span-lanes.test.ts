import { expect, test } from 'vitest';
import { type Span, toLanes } from '@/components/charts/span-lanes';

const span = (id: string, lane: string, from: number, to: number | null): Span => ({
  id,
  lane,
  from,
  to,
  state: 'complete',
});

test('lanes are ordered by when they began and hold their own spans', () => {
  const { lanes, from, to } = toLanes(
    [span('1', 's3', 50, 90), span('2', 'iam', 10, 30), span('3', 's3', 95, 100)],
    500,
  );
  expect(lanes.map((lane) => [lane.name, lane.spans.length, lane.from, lane.to])).toEqual([
    ['iam', 1, 10, 30],
    ['s3', 2, 50, 100],
  ]);
  expect([from, to]).toEqual([10, 100]);
});

test('what runs reaches to now', () => {
  expect(toLanes([span('1', 'iam', 10, null)], 70).to).toBe(70);
});

test('nothing has no lanes', () => {
  expect(toLanes([], 70).lanes).toEqual([]);
});
