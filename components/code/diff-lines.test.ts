import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffHunks, diffTexts } from '@/components/code/diff-lines';

test('removals come before additions, and the rest is kept', () => {
  expect(diffTexts('{\n  "a": 1\n}', '{\n  "a": 2\n}')).toEqual([
    { sign: ' ', text: '{' },
    { sign: '-', text: '  "a": 1' },
    { sign: '+', text: '  "a": 2' },
    { sign: ' ', text: '}' },
  ]);
});

test('far unchanged lines are left out and counted', () => {
  const before = Array.from({ length: 20 }, (_, n) => `line ${n}`);
  const after = before.with(10, 'changed');
  const hunks = diffHunks(diffTexts(before.join('\n'), after.join('\n')), 2);
  expect(hunks).toHaveLength(1);
  expect(hunks[0]?.skipped).toBe(8);
  expect(hunks[0]?.lines.map((line) => line.sign).join('')).toBe('  -+  ');
});

test('equal texts have no hunks', () => {
  expect(diffHunks(diffTexts('a\nb', 'a\nb'))).toEqual([]);
});

test('without the added lines it is the old text, without the removed ones the new', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = diffTexts(before.join('\n'), after.join('\n'));
      expect(diff.filter((line) => line.sign !== '+').map((line) => line.text)).toEqual(before);
      expect(diff.filter((line) => line.sign !== '-').map((line) => line.text)).toEqual(after);
    }),
  );
});
