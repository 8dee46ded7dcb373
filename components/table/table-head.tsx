import { ArrowDown, ArrowUp } from 'lucide-react';
import { columnWidths } from '@/components/table/column-widths';
import { nextSort, pageState, toggledPage } from '@/components/table/selection';
import type { Column, Selection, Sort } from '@/components/table/types';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';

export type TableHeadProps<Row> = {
  columns: readonly Column<Row>[];
  keys: readonly string[];
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  selection?: Selection;
  sticky?: boolean;
};

/** Head of 32 px that stays under the top bar; the arrow is only on the sorted column. */
export function TableHead<Row>({ columns, keys, sort, onSort, selection, sticky }: TableHeadProps<Row>) {
  const widths = columnWidths(columns);
  const stick = sticky && 'sticky top-(--bar-h) z-10';
  return (
    <thead>
      <tr>
        {selection ? (
          <th scope="col" className={cn('fit', stick)}>
            <Checkbox
              aria-label="Select all rows of this page"
              checked={selection.all || pageState(selection.selected, keys)}
              onChange={() => {
                selection.onAllChange(false);
                selection.onChange(selection.all ? new Set() : toggledPage(selection.selected, keys));
              }}
            />
          </th>
        ) : null}
        {columns.map((column) => {
          const { sortKey } = column;
          const sorted = sortKey !== undefined && sort?.key === sortKey ? sort.direction : undefined;
          return (
            <th
              key={column.id}
              scope="col"
              style={{ width: widths[column.id] }}
              aria-sort={sorted}
              className={cn(column.kind === 'number' && 'right', column.kind === 'fit' && 'fit', stick)}
            >
              {sortKey !== undefined && onSort ? (
                <button
                  type="button"
                  onClick={() => onSort(nextSort(sort, sortKey))}
                  className={cn('inline-flex h-6 items-center gap-1 font-medium hover:text-fg', sorted && 'text-fg')}
                >
                  {column.header}
                  {sorted ? <Icon as={sorted === 'descending' ? ArrowDown : ArrowUp} size="sm" /> : null}
                </button>
              ) : column.kind === 'fit' ? (
                <span className="sr-only">{column.header}</span>
              ) : (
                column.header
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
