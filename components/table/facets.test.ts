import { expect, test } from 'vitest';
import { choiceCount, chosen, type Facet, shownValues, withToggled } from '@/components/table/facets';

const FACET: Facet = {
  id: 'type',
  label: 'Type',
  values: ['Role', 'User', 'Group', 'Policy'].map((value, index) => ({ value, count: 40 - index })),
};

test('toggling twice gives the same choice back', () => {
  const once = withToggled({ account: ['a'] }, 'type', 'Role');
  expect(once).toEqual({ account: ['a'], type: ['Role'] });
  expect(chosen(once, 'type', 'Role')).toBe(true);
  expect(withToggled(once, 'type', 'Role')).toEqual({ account: ['a'] });
  expect(choiceCount(once)).toBe(2);
});

test('a chosen value is shown although it is not among the first', () => {
  expect(shownValues(FACET, {}, 2).map(({ value }) => value)).toEqual(['Role', 'User']);
  expect(shownValues(FACET, { type: ['Policy', 'Gone'] }, 2)).toEqual([
    { value: 'Role', count: 40 },
    { value: 'User', count: 39 },
    { value: 'Policy', count: 37 },
    { value: 'Gone', count: 0 },
  ]);
});
