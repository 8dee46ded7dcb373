'use client';
import { type ReactNode, useMemo, useRef } from 'react';
import { LoadingRows } from '@/components/table/loading-rows';
import { Pagination } from '@/components/table/pagination';
import { toggledRange } from '@/components/table/selection';
import { SelectionBar } from '@/components/table/selection-bar';
import { TableHead } from '@/components/table/table-head';
import { NarrowRows, TableRows } from '@/components/table/table-rows';
import type { Column, KeysetPage, NarrowRow, Selection, Sort } from '@/components/table/types';
import { useTableKeys } from '@/components/table/use-table-keys';
import { Button } from '@/components/ui/button';
import { ErrorState, type ErrorStateProps } from '@/components/ui/error-state';
import { Panel, type PanelProps } from '@/components/ui/panel';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { NARROW, useMedia } from '@/components/ui/use-media';

export type DataTableProps<Row> = Pick<PanelProps, 'title' | 'fact' | 'end'> & {
  /** What the table lists, "Resources". */
  label: string;
  columns: readonly Column<Row>[];
  /** Rows of this page; undefined while the first page loads. */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** Name of a row for screen readers. */
  rowLabel: (row: Row) => string;
  /** The two lines of a row under 768 px; without it the table scrolls inside its panel. */
  narrow?: (row: Row) => NarrowRow;
  /** What could not be read: in place of the rows, or above those that were read before. */
  error?: ErrorStateProps | null;
  /** In place of the rows when there are none: nothing yet, or nothing matches. */
  empty: ReactNode;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  selection?: Selection;
  /** Enter or a click on a row; the name column's link does the same for pointers and screen readers. */
  onOpen?: (row: Row) => void;
  openKey?: string | null;
  page?: KeysetPage;
  /** In the foot when there are no pages. */
  footer?: ReactNode;
  /** J K Enter X Esc; off for a second table of a page. */
  keys?: boolean;
  /** Least width in px of a table that scrolls inside its panel. */
  minWidth?: number;
  /** Rows of bars while loading; the page size keeps the page from jumping. */
  loadingRows?: number;
  className?: string;
};

/** A table in its panel, in each of its states. Sorting and paging are the API's; this only asks for them. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, rows = [], rowKey, rowLabel, narrow, error, empty, selection, onOpen, page, footer } = props;
  const { keys: shortcuts = true, minWidth, loadingRows = 8 } = props;
  const columns = useMemo(() => props.columns.filter((column) => !column.hidden), [props.columns]);
  const root = useRef<HTMLDivElement>(null);
  const lastToggled = useRef<string | null>(null);
  const keys = rows.map(rowKey);
  const loading = props.rows === undefined && !error;
  const clear = () => {
    selection?.onAllChange(false);
    selection?.onChange(new Set());
  };
  const toggle = (index: number, range: boolean) => {
    const key = keys[index];
    if (!selection || key === undefined) return;
    const from = selection.all ? new Set(keys) : selection.selected;
    selection.onAllChange(false);
    selection.onChange(toggledRange(from, keys, range ? lastToggled.current : null, key));
    lastToggled.current = key;
  };
  const hasSelection = Boolean(selection && (selection.all || selection.selected.size > 0));
  const open = (index: number) => {
    const row = rows[index];
    if (row) onOpen?.(row);
  };
  const { cursor, setCursor } = useTableKeys({
    enabled: shortcuts && !loading && rows.length > 0,
    rows: rows.length,
    hasSelection,
    root,
    onOpen: open,
    onToggle: (index) => toggle(index, false),
    onClear: clear,
  });
  const shared = { rows, rowKey, rowLabel, cursor, selection, onToggle: toggle, onCursor: setCursor, onOpen };
  const twoLines = useMedia(NARROW) && narrow !== undefined;
  const scrolls = minWidth !== undefined;
  const nothing = !loading && rows.length === 0 && !page?.hasPrevious;
  return (
    <Panel
      title={props.title}
      fact={props.fact}
      end={props.end}
      label={label}
      flush
      className={props.className}
      footer={page && !nothing ? <Pagination label={label} {...page} /> : footer}
    >
      <div ref={root} aria-busy={loading || undefined}>
        {selection && hasSelection ? <SelectionBar selection={selection} onPage={rows.length} onClear={clear} /> : null}
        {error && rows.length > 0 ? <NotCurrent {...error} /> : null}
        {error && rows.length === 0 ? (
          <ErrorState {...error} />
        ) : !loading && rows.length === 0 ? (
          empty
        ) : twoLines ? (
          loading ? (
            <div className="h-72" role="status" aria-label={`Loading ${label}`} />
          ) : (
            <NarrowRows {...shared} narrow={narrow} label={label} />
          )
        ) : (
          <ScrollBox on={scrolls} narrowToo={!narrow} label={label}>
            <table className="tbl" style={scrolls ? { minWidth } : undefined}>
              <caption className="sr-only">{label}</caption>
              <TableHead
                columns={columns}
                keys={keys}
                sort={props.sort}
                onSort={props.onSort}
                selection={selection}
                sticky={!scrolls && Boolean(narrow)}
              />
              {loading ? (
                <LoadingRows columns={columns} selectable={Boolean(selection)} rows={loadingRows} />
              ) : (
                <TableRows {...shared} columns={columns} openKey={props.openKey} />
              )}
            </table>
          </ScrollBox>
        )}
      </div>
    </Panel>
  );
}

/** What was read before is still worth more than nothing: it stays, and this says that it may be old. */
function NotCurrent({ title, children, onRetry, retrying }: ErrorStateProps) {
  return (
    <div role="status" className="flex flex-wrap items-center gap-3 border-line border-b px-3 py-2 md:px-4">
      <span className="min-w-0 flex-1 text-danger-text">
        {title}: this is what was read before. {children}
      </span>
      {onRetry ? (
        <Button size="sm" busy={retrying && 'Trying'} onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  );
}

/** What scrolls takes focus. A table that fits needs no box, and its head can then stick to the top bar. */
function ScrollBox({
  on,
  narrowToo,
  label,
  children,
}: {
  on: boolean;
  narrowToo: boolean;
  label: string;
  children: ReactNode;
}) {
  if (!on && !narrowToo) return children;
  return (
    <ScrollRegion label={`${label}, table`} className="overflow-x-auto">
      {children}
    </ScrollRegion>
  );
}
