import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytes, changes, count, percent, plural } from '@/lib/format/number';

test('counts are grouped, and what was not counted is a dash', () => {
  expect(count(48213)).toBe('48,213');
  expect(count(0)).toBe('0');
  expect(count(null)).toBe('—');
  expect(count(undefined)).toBe('—');
});

test('a noun follows its number', () => {
  expect(plural(1, 'role')).toBe('1 role');
  expect(plural(0, 'role')).toBe('0 roles');
  expect(plural(2100, 'policy', 'policies')).toBe('2,100 policies');
});

test('changes say none when nothing changed', () => {
  expect(changes({})).toBe('none');
  expect(changes({ created: 14, deleted: 3 })).toBe('+14 −3');
  expect(changes({ created: 2, updated: 4 })).toBe('+2 ~4');
});

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KB'],
  [151_552, '148 KB'],
  [1024 * 1024 - 1, '1.0 MB'],
  [1_468_006, '1.4 MB'],
  [-1, '—'],
  [null, '—'],
])('%s bytes is %s', (value, text) => {
  expect(bytes(value)).toBe(text);
});

test('percent is 100 only when all is there', () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 100_000 }), (part, whole) => {
      const share = percent(part, whole);
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share === 100).toBe(part >= whole);
    }),
  );
  expect(percent(3, 0)).toBe(0);
});
