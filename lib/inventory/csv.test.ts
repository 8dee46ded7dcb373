import { expect, test } from 'vitest';
import { AGE_BOUNDS, AGE_BUCKETS } from './age-buckets';
import { csvLine } from './csv';

test.each([
  ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', "'\tx"],
  ['＝1', "'＝1"],
  ['a,b', '"a,b"'],
  ['a"b', '"a""b"'],
  ['two\nlines', '"two\nlines"'],
  ['plain', 'plain'],
  ['arn:aws:iam::1:role/=x', 'arn:aws:iam::1:role/=x'],
])('writes %j as %s', (cell, line) => {
  expect(csvLine([cell])).toBe(`${line}\r\n`);
});

test('separates cells; null is empty and numbers stay numbers', () => {
  expect(csvLine(['a', null, -3, ''])).toBe('a,,-3,\r\n');
});

test('age buckets follow one another without a gap', () => {
  expect(AGE_BUCKETS).toHaveLength(AGE_BOUNDS.length + 1);
  expect(AGE_BUCKETS[0]).toMatchObject({ fromDays: 0, toDays: 30 });
  for (const [index, bucket] of AGE_BUCKETS.slice(1).entries())
    expect(bucket.fromDays).toBe(AGE_BUCKETS[index]?.toDays);
  expect(AGE_BUCKETS.at(-1)).toMatchObject({ fromDays: 1095, toDays: null });
});
