import type { MouseEvent } from 'react';
import type { Column, NarrowRow, Selection } from '@/components/table/types';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';

export type TableRowsProps<Row> = {
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowLabel: (row: Row) => string;
  columns: readonly Column<Row>[];
  cursor: number;
  selection?: Selection;
  onToggle: (index: number, range: boolean) => void;
  onCursor: (index: number) => void;
  onOpen?: (row: Row) => void;
  /** The row that is open beside the table. */
  openKey?: string | null;
};

/** Clicks on links, buttons and boxes are theirs; a click elsewhere in a row opens it. */
function onRowClick(event: MouseEvent, act: () => void): void {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('a, button, input, label, [role="checkbox"], [role="menuitem"]')) return;
  if (getSelection()?.toString()) return;
  act();
}

function isSelected(selection: Selection | undefined, key: string): boolean {
  return selection ? selection.all || selection.selected.has(key) : false;
}

export function TableRows<Row>(props: TableRowsProps<Row>) {
  const { rows, rowKey, rowLabel, columns, cursor, selection, onToggle, onCursor, onOpen, openKey } = props;
  return (
    <tbody>
      {rows.map((row, index) => {
        const key = rowKey(row);
        const selected = isSelected(selection, key) || openKey === key;
        return (
          <tr
            key={key}
            data-row={index}
            tabIndex={-1}
            data-cursor={index === cursor ? '' : undefined}
            data-selected={selected ? '' : undefined}
            onClick={(event) =>
              onRowClick(event, () => {
                onCursor(index);
                onOpen?.(row);
              })
            }
            className={cn('scroll-mt-24 scroll-mb-14 outline-none', onOpen && 'cursor-pointer')}
          >
            {selection ? (
              <td className="fit">
                <Checkbox
                  aria-label={`Select ${rowLabel(row)}`}
                  checked={isSelected(selection, key)}
                  onClick={(event) => {
                    event.preventDefault();
                    onToggle(index, event.shiftKey);
                  }}
                />
              </td>
            ) : null}
            {columns.map((column, place) => (
              <td
                key={column.id}
                title={column.text?.(row)}
                className={cn(
                  column.kind === 'number' && 'right',
                  column.kind === 'fit' && 'fit',
                  column.kind === 'mono' && 'mono',
                  place > 0 && column.kind !== 'number' && 'text-fg-2',
                )}
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        );
      })}
    </tbody>
  );
}

export type NarrowRowsProps<Row> = Omit<TableRowsProps<Row>, 'columns'> & {
  narrow: (row: Row) => NarrowRow;
  label: string;
};

/** Under 768 px: two lines a row. */
export function NarrowRows<Row>(props: NarrowRowsProps<Row>) {
  const { rows, rowKey, rowLabel, narrow, label, cursor, selection, onToggle, onCursor, onOpen } = props;
  return (
    <ul aria-label={label} className="rows md:hidden">
      {rows.map((row, index) => {
        const key = rowKey(row);
        const selected = isSelected(selection, key);
        const { title, meta, detail } = narrow(row);
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the row's link does the same
          <li
            key={key}
            data-row={index}
            onClick={(event) =>
              onRowClick(event, () => {
                onCursor(index);
                onOpen?.(row);
              })
            }
            className={cn(
              'flex scroll-mt-16 scroll-mb-14 items-start gap-3 px-3 py-2.5',
              selected && 'bg-selected',
              index === cursor && 'shadow-[inset_2px_0_var(--accent)]',
            )}
          >
            {selection ? (
              <span className="-m-0.5 grid size-6 place-items-center">
                <Checkbox
                  aria-label={`Select ${rowLabel(row)}`}
                  checked={selected}
                  onChange={() => onToggle(index, false)}
                />
              </span>
            ) : null}
            <div className="min-w-0 flex-1">
              <div className="flex items-center gap-2">
                <span className="min-w-0 truncate font-medium">{title}</span>
                {meta ? <span className="ml-auto shrink-0 text-12 whitespace-nowrap text-fg-3">{meta}</span> : null}
              </div>
              {detail ? <div className="truncate text-12 text-fg-2">{detail}</div> : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
