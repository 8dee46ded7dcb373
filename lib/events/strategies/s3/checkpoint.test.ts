import fc from 'fast-check';
import { expect, it } from 'vitest';
import { advance, beginOf, LOOK_BACK_MS, listedFrom, readCheckpoint, WINDOW_MS } from './checkpoint';
import { keyBefore, momentOf, nameOf, partsOf, rootOf } from './place';

const NOW = Date.UTC(2026, 10, 21, 0, 10);
const MINUTE = 60_000;
const PLACE = { accountId: '123456789012', region: 'eu-west-1' };
const FOLDER = 'AWSLogs/123456789012/CloudTrail/eu-west-1/';
const keyAt = (ms: number, suffix = 'abcdefghijklmnop') => `${keyBefore(FOLDER, PLACE, ms)}_${suffix}.json.gz`;

it('names keys as CloudTrail does, in order of time over days and years', () => {
  expect(keyAt(NOW)).toBe(
    `${FOLDER}2026/11/21/123456789012_CloudTrail_eu-west-1_20261121T0010Z_abcdefghijklmnop.json.gz`,
  );
  expect(nameOf(keyAt(NOW))).toBe('20261121T0010Z_abcdefghijklmnop');
  const minute = fc.integer({ min: 0, max: 60 * 24 * 365 * 60 }).map((n) => n * MINUTE);
  fc.assert(
    fc.property(minute, minute, (a, b) => {
      expect(momentOf(keyAt(a))).toBe(a);
      expect(keyAt(a) < keyAt(b)).toBe(a < b);
      // A listing behind the key of a moment has every file that is named by it.
      expect(keyBefore(FOLDER, PLACE, a) < keyAt(b)).toBe(a <= b);
    }),
  );
});

it('reads prefixes with and without slashes, and no shard but its own', () => {
  const roots = ['AWSLogs/', 'AWSLogs', '', 'trail/AWSLogs/', 'trail/AWSLogs//'].map((prefix) =>
    rootOf({ prefix, bucketName: 'b', region: 'eu-west-1', accountID: '1' }),
  );
  expect(roots).toEqual(['AWSLogs/', 'AWSLogs/', 'AWSLogs/', 'trail/AWSLogs/', 'trail/AWSLogs/']);
  expect(partsOf('123456789012/eu-west-1')).toEqual(PLACE);
  for (const shard of ['*', '../eu-west-1', '123456789012/', '1/eu-west-1']) expect(partsOf(shard)).toBeNull();
});

it('begins where it is told, and never looks behind that', () => {
  expect(listedFrom(beginOf({ folders: {} }, NOW))).toBe(NOW - LOOK_BACK_MS);
  expect(listedFrom(beginOf({ from: 'oldest', folders: {} }, NOW))).toBeNull();
  const reset = beginOf({ from: 'latest', folders: {} }, NOW);
  expect(listedFrom(reset)).toBe(NOW);
  expect(listedFrom(advance(reset, [], true, NOW + MINUTE))).toBe(NOW);
  expect(listedFrom(advance(reset, [], true, NOW + 2 * WINDOW_MS))).toBe(NOW + WINDOW_MS);
  expect(readCheckpoint({ hello: 1, folders: 'x' })).toEqual({ folders: {} });
});

it('remembers the files of the window, over midnight, and forgets older ones', () => {
  const keys = [-50, -40, -20, -5, 0].map((minutes) => keyAt(NOW + minutes * MINUTE));
  const state = advance(beginOf({ from: 'oldest', folders: {} }, NOW), keys, true, NOW);
  expect(state).toMatchObject({ through: NOW, last: keys[4], seen: keys.slice(2).map(nameOf) });
  // In the middle of a backlog the window ends at what was read.
  const middle = advance(beginOf({ from: 'oldest', folders: {} }, NOW), keys.slice(0, 2), false, NOW);
  expect(middle).toMatchObject({ through: NOW - 40 * MINUTE, seen: keys.slice(0, 2).map(nameOf) });
  // A name from the future does not move the window past what will still come.
  expect(advance(state, [keyAt(NOW + 600 * MINUTE)], false, NOW).through).toBe(NOW);
});
