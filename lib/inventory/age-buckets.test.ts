import { expect, test } from 'vitest';
import { AGE_BOUNDS, AGE_BUCKETS } from './age-buckets';

test('age buckets follow one another without a gap', () => {
  expect(AGE_BUCKETS).toHaveLength(AGE_BOUNDS.length + 1);
  expect(AGE_BUCKETS[0]).toMatchObject({ fromDays: 0, toDays: 30 });
  for (const [index, bucket] of AGE_BUCKETS.slice(1).entries())
    expect(bucket.fromDays).toBe(AGE_BUCKETS[index]?.toDays);
  expect(AGE_BUCKETS.at(-1)).toMatchObject({ fromDays: 1095, toDays: null });
});
