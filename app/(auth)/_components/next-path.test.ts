import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeNext } from './next-path';

test.each(['/w/1/inventory?q=a#b', '/', '/join?token=x'])('keeps %s', (next) => {
  expect(safeNext(next)).toBe(next);
});

test.each([
  null,
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
])('sends %s home', (next) => {
  expect(safeNext(next)).toBe('/');
});

test('never leaves the site', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('', '/', '//', '/\\', '/%2f'), (rest, start) => {
      const there = new URL(safeNext(start + rest), 'https://mooring.example.test');
      expect(there.origin).toBe('https://mooring.example.test');
    }),
  );
});
