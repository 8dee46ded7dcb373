import { expect, test } from 'vitest';
import { tableKey } from '@/components/table/keyboard';

const press = (key: string, more: Partial<{ ctrlKey: boolean }> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

test.each([
  ['j', -1, 0],
  ['j', 3, 4],
  ['j', 9, 9],
  ['k', -1, 9],
  ['k', 3, 2],
  ['k', 0, 0],
])('%s at %d of ten rows goes to %d', (key, cursor, to) => {
  expect(tableKey(press(key), cursor, 10, false)).toEqual({ do: 'move', cursor: to });
});

test('nothing moves in an empty table, and Ctrl K belongs to the palette', () => {
  expect(tableKey(press('j'), -1, 0, false)).toBeNull();
  expect(tableKey(press('k', { ctrlKey: true }), 2, 10, false)).toBeNull();
});

test('Escape first clears the selection, then leaves the row', () => {
  expect(tableKey(press('Escape'), 2, 10, true)).toEqual({ do: 'clear' });
  expect(tableKey(press('Escape'), 2, 10, false)).toEqual({ do: 'leave' });
  expect(tableKey(press('Escape'), -1, 10, false)).toBeNull();
});

test('Enter and X act only on a row', () => {
  expect(tableKey(press('Enter'), -1, 10, false)).toBeNull();
  expect(tableKey(press('Enter'), 1, 10, false)).toEqual({ do: 'open' });
  expect(tableKey(press('x'), 1, 10, false)).toEqual({ do: 'toggle' });
});
