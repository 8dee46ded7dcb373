import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchParts } from '@/components/table/match-text';

test('every place is marked, whatever the case', () => {
  expect(matchParts('CodeDeploy-deploy', 'deploy')).toEqual([
    { text: 'Code', match: false },
    { text: 'Deploy', match: true },
    { text: '-', match: false },
    { text: 'deploy', match: true },
  ]);
});

test('an empty search marks nothing', () => {
  expect(matchParts('deploy', '  ')).toEqual([{ text: 'deploy', match: false }]);
});

test('the parts always make up the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, search) => {
      expect(
        matchParts(text, search)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
    }),
  );
});
