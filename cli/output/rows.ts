import { csvLine } from '@/lib/format/csv';
import { usualColumns } from './columns';
import type { Format, Printer } from './printer';
import { tableOf } from './table';
import { isObject, type JsonObject, valueAt } from './value';

/** A page of a list: its items, and the whole answer that brought them. */
export type Page = { items: readonly JsonObject[]; answer: JsonObject };
export type RowOptions = {
  /** Key of the list in the answer. */
  key: string;
  columns: readonly string[] | null;
  /** All pages are printed as one. */
  all: boolean;
};

type Writer = (printer: Printer, pages: AsyncIterable<Page>, options: RowOptions) => Promise<void>;

/** Prints page by page as they come: no more than one is in memory, whatever the list's length. */
export function printRows(printer: Printer, pages: AsyncIterable<Page>, options: RowOptions): Promise<void> {
  return WRITERS[printer.format](printer, pages, options);
}

const WRITERS = {
  async table(printer, pages, { columns }) {
    let table: ReturnType<typeof tableOf> | null = null;
    for await (const { items } of pages) {
      if (!table) {
        if (items.length === 0) break;
        table = tableOf(columns ?? usualColumns(items), items, printer.table);
        await printer.print(`${table.head()}\n`);
      }
      const made = table;
      await printer.print(items.map((item) => `${made.row(item)}\n`).join(''));
    }
    if (!table) printer.note('Nothing found.');
  },
  async csv(printer, pages, { columns }) {
    let chosen = columns;
    for await (const { items } of pages) {
      if (!chosen && items.length === 0) break;
      if (!chosen || chosen === columns) {
        chosen = [...(chosen ?? usualColumns(items))];
        await printer.print(csvLine([...chosen]));
      }
      const paths = chosen;
      await printer.print(items.map((item) => csvLine(paths.map((path) => csvValue(valueAt(item, path))))).join(''));
    }
  },
  async jsonl(printer, pages, { columns }) {
    for await (const { items } of pages)
      await printer.print(items.map((item) => `${JSON.stringify(picked(item, columns))}\n`).join(''));
  },
  /** As the API answers; with all pages the first answer with every item in it, and no token. */
  async json(printer, pages, { key, columns, all }) {
    let begun = false;
    let some = false;
    for await (const { items, answer } of pages) {
      if (!all) {
        await printer.print(
          `${JSON.stringify({ ...answer, [key]: items.map((item) => picked(item, columns)) }, null, 2)}\n`,
        );
        return;
      }
      if (!begun) {
        const { [key]: _items, nextPageToken: _next, previousPageToken: _previous, ...rest } = answer;
        await printer.print(
          `${JSON.stringify(rest, null, 2).slice(0, -1).trimEnd()}${Object.keys(rest).length > 0 ? ',' : ''}\n  ${JSON.stringify(key)}: [`,
        );
        begun = true;
      }
      const lines = items.map((item) => `\n    ${JSON.stringify(picked(item, columns))}`);
      if (lines.length === 0) continue;
      await printer.print(`${some ? ',' : ''}${lines.join(',')}`);
      some = true;
    }
    if (begun) await printer.print(`${some ? '\n  ' : ''}]\n}\n`);
  },
} as const satisfies Record<Format, Writer>;

function picked(item: JsonObject, columns: readonly string[] | null): JsonObject {
  if (!columns) return item;
  return Object.fromEntries(columns.map((path) => [path, valueAt(item, path) ?? null]));
}

/** Lists and objects as JSON in one cell. */
export function csvValue(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return value;
  return isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value);
}
