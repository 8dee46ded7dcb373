import { expect, test } from 'vitest';
import { fromField, momentWords, resolveMoment, toField } from './moment';

const NOW = Date.parse('2026-11-21T12:00:00.500Z');

test.each([
  ['1h', '2026-11-21T11:00:00.000Z'],
  ['7d', '2026-11-14T12:00:00.000Z'],
  ['2026-11-01T10:00:00Z', '2026-11-01T10:00:00.000Z'],
  ['2026-11-01', null],
  ['2026-13-01T10:00:00Z', null],
  ['7w', null],
  ['', null],
])('%s is %s', (text, at) => {
  expect(resolveMoment(text, NOW)).toBe(at);
});

test('a moment is said in words, and goes through the field in UTC', () => {
  expect(momentWords('')).toBe('Now');
  expect(momentWords('1d')).toBe('Yesterday');
  expect(momentWords('2026-11-01T10:00:00.000Z')).toBe('2026-11-01 10:00:00 UTC');
  expect(toField('2026-11-01T10:20:30.000Z')).toBe('2026-11-01T10:20');
  expect(fromField('2026-11-01T10:20')).toBe('2026-11-01T10:20:00.000Z');
  expect(fromField('')).toBeNull();
});
