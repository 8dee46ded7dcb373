import type { z } from 'zod';
import { inWorkspace } from '@/lib/db/transaction';
import { csvLine } from '@/lib/format/csv';
import {
  type EXPORT_FORMATS,
  exportQuerySchema,
  RESOURCE_COLUMNS,
  type ResourceSummary,
} from '@/lib/schemas/inventory';
import { parseInput } from '@/lib/schemas/parse';
import { authorize, type WorkspaceContext } from '../context';
import { columnOf, needsAttributes } from './columns';
import { filtersOf } from './filters';
import { documentsOf } from './parts';
import { type Position, placeOf, searchPage } from './search';

const PAGE = 1000;

type Format = (typeof EXPORT_FORMATS)[number];
type Exported = ResourceSummary & { attributes: Record<string, unknown> };
type Page = { rows: Exported[]; next: Position | null };
type Read = (after: Position | null) => Promise<Page>;

/**
 * What the filters match, by name: CSV (lists and objects as one cell), a JSON array, or a JSON document a line. With
 * `columns` exactly those; else all, JSON with attributes. A page of 1,000 at a time, each in a read transaction of its
 * own and read only when the former was taken, is all that is in memory. The first is read before the answer begins, so
 * that a refusal is still an error.
 */
export async function exportResources(
  context: WorkspaceContext & { signal: AbortSignal },
  raw: z.input<typeof exportQuerySchema>,
): Promise<{ fileName: string; body: AsyncIterable<string> }> {
  authorize(context, 'inventory:read');
  const { format, columns, ...filter } = parseInput(exportQuerySchema, raw);
  const { db, workspaceId } = context;
  const filters = await inWorkspace(db, workspaceId, (tx) => filtersOf(tx, workspaceId, filter), { readOnly: true });
  const chosen = columns?.length ? columns : null;
  const documents = chosen ? needsAttributes(chosen) : format !== 'csv';
  const read: Read = (after) => readPage(context, filters, documents, after);
  const pages = follow(await read(null), read, context.signal);
  const day = context.now().toISOString().slice(0, 10);
  return { fileName: `inventory-${day}.${format}`, body: WRITERS[format](pages, chosen) };
}

function readPage(
  { db, workspaceId }: WorkspaceContext,
  filters: string,
  documents: boolean,
  after: Position | null,
): Promise<Page> {
  return inWorkspace(
    db,
    workspaceId,
    async (tx) => {
      const { rows } = await searchPage(tx, { filters, sort: 'name', order: 'asc', after, limit: PAGE });
      const found = rows.map((row) => JSON.parse(row) as ResourceSummary);
      const uids = found.map(({ uid }) => uid);
      const held = documents ? await documentsOf(tx, workspaceId, uids) : null;
      const last = found.length === PAGE ? found.at(-1) : undefined;
      return {
        rows: found.map((row) => ({ ...row, attributes: held?.get(row.uid)?.attributes ?? {} })),
        next: last ? placeOf('name', last) : null,
      };
    },
    { readOnly: true },
  );
}

async function* follow(first: Page, read: Read, signal: AbortSignal): AsyncGenerator<Exported[]> {
  for (let page = first; !signal.aborted; page = await read(page.next)) {
    yield page.rows;
    if (page.next === null) return;
  }
}

type Writer = (pages: AsyncIterable<Exported[]>, columns: readonly string[] | null) => AsyncGenerator<string>;

const WRITERS = {
  async *csv(pages, columns) {
    const chosen: readonly string[] = columns ?? RESOURCE_COLUMNS;
    yield csvLine(chosen);
    for await (const rows of pages) {
      yield rows.map((row) => csvLine(chosen.map((column) => cell(columnOf(column, row, row.attributes))))).join('');
    }
  },
  async *json(pages, columns) {
    yield '[';
    let separator = '\n';
    for await (const rows of pages) {
      if (rows.length === 0) continue;
      yield separator + rows.map((row) => JSON.stringify(document(row, columns))).join(',\n');
      separator = ',\n';
    }
    yield '\n]\n';
  },
  async *jsonl(pages, columns) {
    for await (const rows of pages) yield rows.map((row) => `${JSON.stringify(document(row, columns))}\n`).join('');
  },
} as const satisfies Record<Format, Writer>;

function document(row: Exported, columns: readonly string[] | null): unknown {
  if (!columns) return row;
  return Object.fromEntries(columns.map((column) => [column, columnOf(column, row, row.attributes)]));
}

/** A list of plain values is written `a; b`; anything deeper as JSON. */
function cell(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((part) => typeof part !== 'object')) return value.join('; ');
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}
