import { expect, test } from 'vitest';
import { nextSort, pageState, toggled, toggledPage, toggledRange } from '@/components/table/selection';

const KEYS = ['a', 'b', 'c', 'd'];
const set = (...keys: string[]) => new Set(keys);

test('toggling makes a new set', () => {
  const before = set('a');
  expect(toggled(before, 'b')).toEqual(set('a', 'b'));
  expect(toggled(before, 'a')).toEqual(set());
  expect(before).toEqual(set('a'));
});

test('a range takes the state of its end, in both directions', () => {
  expect(toggledRange(set('b'), KEYS, 'b', 'd')).toEqual(set('b', 'c', 'd'));
  expect(toggledRange(set('a', 'b', 'c'), KEYS, 'd', 'b')).toEqual(set('a'));
});

test('a range that begins on another page is one row', () => {
  expect(toggledRange(set('z'), KEYS, 'z', 'b')).toEqual(set('z', 'b'));
  expect(toggledRange(set(), KEYS, null, 'b')).toEqual(set('b'));
});

test('the head box knows all, some and none, and leaves other pages alone', () => {
  expect(pageState(set('z'), KEYS)).toBe(false);
  expect(pageState(set('a'), KEYS)).toBe('indeterminate');
  expect(pageState(set(...KEYS), KEYS)).toBe(true);
  expect(pageState(set('z'), [])).toBe(false);
  expect(toggledPage(set('z', 'a'), KEYS)).toEqual(set('z', ...KEYS));
  expect(toggledPage(set('z', ...KEYS), KEYS)).toEqual(set('z'));
});

test('sorting starts with the newest and turns around', () => {
  expect(nextSort(undefined, 'changed')).toEqual({ key: 'changed', direction: 'descending' });
  expect(nextSort({ key: 'changed', direction: 'descending' }, 'changed').direction).toBe('ascending');
  expect(nextSort({ key: 'changed', direction: 'ascending' }, 'name')).toEqual({
    key: 'name',
    direction: 'descending',
  });
});
