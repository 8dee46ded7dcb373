import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AuthorAt, fits, spread, type VersionSpan } from './spread-authors';

const SKEW = 2_000;

/** How many versions could have an author at the most, by trying each way. */
function most(versions: readonly VersionSpan[], authors: readonly AuthorAt[]): number {
  const [first, ...rest] = versions;
  if (!first) return 0;
  const taken = authors.flatMap((author, index) =>
    fits(first, author.time, SKEW) ? [1 + most(rest, authors.toSpliced(index, 1))] : [],
  );
  return Math.max(most(rest, authors), ...taken);
}

const history = fc
  .tuple(
    fc.array(fc.integer({ min: 100, max: 4_000 }), { minLength: 1, maxLength: 5 }),
    fc.array(fc.integer({ min: 0, max: 14 }), { maxLength: 5 }),
    fc.integer({ min: 0, max: 1_500 }),
  )
  .map(([lengths, seconds, took]) => {
    let at = 0;
    const versions = lengths.map((length, n): VersionSpan => {
      const after = n === 0 ? null : at;
      at += length;
      return { version: n + 1, after, until: at + took };
    });
    return { versions, times: seconds.map((second) => second * 1_000) };
  });

test('each event is given once, to a version it fits, and no more versions could have an author', () => {
  fc.assert(
    fc.property(history, ({ versions, times }) => {
      const authors = times.flatMap((time, n): AuthorAt[] => {
        const version = versions.find((one) => fits(one, time, SKEW));
        return version ? [{ eventId: `e${n}`, time, version: version.version }] : [];
      });
      const given = new Map(authors.map(({ eventId, version }) => [eventId, version]));
      for (const { eventId, from, to } of spread(versions, authors, SKEW)) {
        expect(given.get(eventId)).toBe(from);
        given.set(eventId, to);
      }
      for (const { eventId, time } of authors) {
        const version = versions.find((one) => one.version === given.get(eventId));
        expect(version && fits(version, time, SKEW)).toBe(true);
      }
      expect(new Set(given.values()).size).toBe(most(versions, authors));
    }),
    { numRuns: 300 },
  );
});

test('an event that took another version first gives it back', () => {
  const versions = [
    { version: 1, after: 19_000, until: 23_000 },
    { version: 2, after: 23_000, until: 25_000 },
  ];
  const authors = [
    { eventId: 'late', time: 24_000, version: 1 },
    { eventId: 'early', time: 19_000, version: 1 },
  ];
  expect(spread(versions, authors, SKEW)).toEqual([{ eventId: 'late', from: 1, to: 2 }]);
});
