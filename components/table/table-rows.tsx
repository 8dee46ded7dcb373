import { type MouseEvent, memo, type ReactNode } from 'react';
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

/** The row that was clicked. Clicks on links, buttons and boxes are theirs; a click elsewhere in a row opens it. */
function clickedRow(event: MouseEvent<HTMLElement>): number {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('a, button, input, label, [role="checkbox"], [role="menuitem"]')) return -1;
  if (getSelection()?.toString()) return -1;
  const row = target?.closest('[data-row]');
  return row ? [...event.currentTarget.children].indexOf(row) : -1;
}

function openClicked<Row>(event: MouseEvent<HTMLElement>, { rows, onCursor, onOpen }: TableRowsProps<Row>): void {
  const index = clickedRow(event);
  const row = rows[index];
  if (row === undefined) return;
  onCursor(index);
  onOpen?.(row);
}

function isSelected(selection: Selection | undefined, key: string): boolean {
  return selection ? selection.all || selection.selected.has(key) : false;
}

export function TableRows<Row>(props: TableRowsProps<Row>) {
  const { rows, rowKey, rowLabel, columns, cursor, selection, onToggle, onOpen, openKey } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: each row's link does the same
    <tbody onClick={(event) => openClicked(event, props)}>
      {rows.map((row, index) => {
        const key = rowKey(row);
        return (
          <WideRow
            key={key}
            row={row}
            columns={columns}
            atCursor={index === cursor}
            selected={isSelected(selection, key) || openKey === key}
            opens={onOpen !== undefined}
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
          </WideRow>
        );
      })}
    </tbody>
  );
}

type WideRowProps<Row> = {
  row: Row;
  columns: readonly Column<Row>[];
  atCursor: boolean;
  selected: boolean;
  opens: boolean;
  children: ReactNode;
};

/** Knows nothing of its place, so that rows above it can come and go without drawing it again. */
const WideRow = memo(function WideRow<Row>({ row, columns, atCursor, selected, opens, children }: WideRowProps<Row>) {
  return (
    <tr
      data-row=""
      tabIndex={-1}
      data-cursor={atCursor ? '' : undefined}
      data-selected={selected ? '' : undefined}
      className={cn('scroll-mt-24 scroll-mb-14 outline-none', opens && 'cursor-pointer')}
    >
      {children}
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
}) as <Row>(props: WideRowProps<Row>) => ReactNode;

export type NarrowRowsProps<Row> = Omit<TableRowsProps<Row>, 'columns'> & {
  narrow: (row: Row) => NarrowRow;
  label: string;
};

/** Under 768 px: two lines a row. */
export function NarrowRows<Row>(props: NarrowRowsProps<Row>) {
  const { rows, rowKey, rowLabel, narrow, label, cursor, selection, onToggle } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: each row's link does the same
    <ul aria-label={label} className="rows" onClick={(event) => openClicked(event, { ...props, columns: [] })}>
      {rows.map((row, index) => {
        const key = rowKey(row);
        const selected = isSelected(selection, key);
        return (
          <TwoLines key={key} row={row} narrow={narrow} atCursor={index === cursor} selected={selected}>
            {selection ? (
              <span className="-m-0.5 grid size-6 place-items-center">
                <Checkbox
                  aria-label={`Select ${rowLabel(row)}`}
                  checked={selected}
                  onChange={() => onToggle(index, false)}
                />
              </span>
            ) : null}
          </TwoLines>
        );
      })}
    </ul>
  );
}

type TwoLinesProps<Row> = Omit<WideRowProps<Row>, 'columns' | 'opens'> & Pick<NarrowRowsProps<Row>, 'narrow'>;

const TwoLines = memo(function TwoLines<Row>({ row, narrow, atCursor, selected, children }: TwoLinesProps<Row>) {
  const { title, meta, detail } = narrow(row);
  return (
    <li
      data-row=""
      className={cn(
        'flex scroll-mt-16 scroll-mb-14 items-start gap-3 px-3 py-2.5',
        selected && 'bg-selected',
        atCursor && 'shadow-[inset_2px_0_var(--accent)]',
      )}
    >
      {children}
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <span className="min-w-0 truncate font-medium">{title}</span>
          {meta ? <span className="ml-auto shrink-0 text-12 whitespace-nowrap text-fg-3">{meta}</span> : null}
        </div>
        {detail ? <div className="truncate text-12 text-fg-2">{detail}</div> : null}
      </div>
    </li>
  );
}) as <Row>(props: TwoLinesProps<Row>) => ReactNode;
