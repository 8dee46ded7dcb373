import { expect, test } from 'vitest';
import { columnWidths } from '@/components/table/column-widths';

test('columns without a width share what is left, the name most', () => {
  const widths = columnWidths([
    { id: 'name' },
    { id: 'account' },
    { id: 'keys', kind: 'number' },
    { id: 'more', kind: 'fit' },
  ]);
  expect(widths).toEqual({ name: '53.6%', account: '28.6%', keys: '17.9%', more: undefined });
});

test('widths that are given stay', () => {
  expect(columnWidths([{ id: 'name', width: '40%' }, { id: 'time', width: '86px' }, { id: 'by' }])).toEqual({
    name: '40%',
    time: '86px',
    by: '60%',
  });
});
