import { expect, test } from 'vitest';
import { absoluteUtc, ageInDays, clockUtc, duration, relativeTime, roughSpan } from '@/lib/format/time';

const NOW = '2026-11-20T14:44:00.000Z';
const ago = (millis: number) => relativeTime(Date.parse(NOW) - millis, NOW);
const DAY = 86_400_000;

test.each([
  [0, 'now'],
  [4_999, 'now'],
  [41_000, '41 s ago'],
  [59_999, '59 s ago'],
  [60_000, '1 min ago'],
  [59 * 60_000, '59 min ago'],
  [3 * 3_600_000, '3 h ago'],
  [DAY, 'yesterday'],
  [2 * DAY, '2 d ago'],
  [400 * DAY, '400 d ago'],
  [800 * DAY, '2 y ago'],
  [-3_000, 'now'],
  [-12_000, 'in 12 s'],
])('a time %d ms ago reads %s', (millis, words) => {
  expect(ago(millis)).toBe(words);
});

test('what is no time is not known, never Invalid Date', () => {
  expect(relativeTime('soon', NOW)).toBe('not known');
  expect(absoluteUtc('soon')).toBe('not known');
  expect(clockUtc('')).toBe('not known');
});

test('absolute times are in UTC whatever the offset they came with', () => {
  expect(absoluteUtc('2026-11-20T16:42:03.118+02:00')).toBe('2026-11-20 14:42:03 UTC');
  expect(absoluteUtc('2026-11-20T14:42:03.118Z', { millis: true })).toBe('2026-11-20 14:42:03.118 UTC');
  expect(clockUtc('2026-11-20T14:31:07Z')).toBe('14:31');
  expect(clockUtc('2026-11-20T14:31:07Z', { seconds: true })).toBe('14:31:07');
});

test.each([
  [0, '0 ms'],
  [84.4, '84 ms'],
  [999.6, '1.0 s'],
  [9_100, '9.1 s'],
  [9_960, '10 s'],
  [59_499, '59 s'],
  [59_600, '1 m 00 s'],
  [64_000, '1 m 04 s'],
  [3_599_700, '1 h 00 m'],
  [7_500_000, '2 h 05 m'],
  [DAY * 3 + 4 * 3_600_000, '3 d 04 h'],
  [-1, '—'],
  [Number.NaN, '—'],
  [null, '—'],
  [undefined, '—'],
])('%s ms is %s', (millis, text) => {
  expect(duration(millis)).toBe(text);
});

test('ages and spans never go below zero', () => {
  expect(roughSpan(-5)).toBe('0 s');
  expect(ageInDays('2026-11-21T00:00:00Z', NOW)).toBe(0);
  expect(ageInDays('2026-08-22T14:43:59Z', NOW)).toBe(90);
});
