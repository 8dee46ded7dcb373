import { expect, test } from 'vitest';
import { jsonRows, openPaths } from '@/components/code/json-tree';

const POLICY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', 'a/b~c': null }] };

test('closed things show only themselves, with how much is inside', () => {
  expect(jsonRows(POLICY, new Set())).toEqual([{ path: '', depth: 0, name: null, value: POLICY, inside: 2 }]);
});

test('paths are JSON Pointers', () => {
  const paths = jsonRows(POLICY, openPaths(POLICY, 9)).map((row) => row.path);
  expect(paths).toEqual(['', '/Version', '/Statement', '/Statement/0', '/Statement/0/Effect', '/Statement/0/a~1b~0c']);
});

test('what begins open ends at the depth, and large lists begin closed', () => {
  expect([...openPaths(POLICY, 1)]).toEqual(['', '/Statement']);
  expect([...openPaths({ many: Array.from({ length: 60 }, () => 1) }, 3)]).toEqual(['']);
  expect([...openPaths('text', 3)]).toEqual([]);
});
