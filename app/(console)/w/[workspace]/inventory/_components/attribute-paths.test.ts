import { expect, test } from 'vitest';
import { attributeColumns } from './attribute-paths';

test('plain values are columns by their path; lists are those of their parts; the most frequent come first', () => {
  const attributes = { state: { name: 'running' }, groups: [{ groupId: 'sg-1' }], addresses: ['10.0.0.1'], 'a.b': 1 };
  expect(attributeColumns([{ attributes }, { attributes: { addresses: [] } }, {}])).toEqual([
    'attr.addresses',
    'attr.groups.groupId',
    'attr.state.name',
  ]);
});
