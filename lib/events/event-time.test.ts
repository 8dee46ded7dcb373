import fc from 'fast-check';
import { expect, it } from 'vitest';
import { momentOf } from './event-time';

const AS_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
function byDate(text: string) {
  const ms = AS_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? null : { iso: new Date(ms).toISOString(), ms };
}

it('says of each second what Date says', () => {
  const seconds = fc
    .integer({ min: -(10 ** 11), max: 10 ** 11 })
    .map((s) => `${new Date(s * 1000).toISOString().slice(0, 19)}Z`);
  fc.assert(
    fc.property(seconds, (text) => {
      expect(momentOf(text)).toEqual(byDate(text));
    }),
    { numRuns: 2_000 },
  );
});

it('says of any digits, offsets and fractions what Date says', () => {
  const two = fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, '0'));
  const end = fc.constantFrom('Z', '.5Z', '.123456789Z', '+02:00', '-23:59', '', 'z', '+25:00');
  const texts = fc
    .tuple(two, two, two, two, two, two, two, end)
    .map(
      ([a, b, month, day, hour, minute, second, rest]) => `${a}${b}-${month}-${day}T${hour}:${minute}:${second}${rest}`,
    );
  fc.assert(
    fc.property(fc.oneof(texts, fc.string({ minLength: 20, maxLength: 20 })), (text) => {
      expect(momentOf(text)).toEqual(byDate(text));
    }),
    { numRuns: 3_000 },
  );
});

it.each([
  '2026-02-29T00:00:00Z',
  '2024-02-29T23:59:59Z',
  '2026-11-31T08:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-11-20T24:00:00Z',
  '٢٠٢٦-11-20T08:00:00Z',
])('%s as Date does', (text) => expect(momentOf(text)).toEqual(byDate(text)));
