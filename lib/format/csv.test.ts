import { expect, test } from 'vitest';
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
