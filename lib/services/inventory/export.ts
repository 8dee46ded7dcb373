import type { z } from 'zod';
import { inWorkspace } from '@/lib/db/transaction';
import { csvLine } from '@/lib/inventory/csv';
import { exportQuerySchema, type ResourceSummary } from '@/lib/schemas/inventory';
import { parseInput } from '@/lib/schemas/parse';
import { authorize, type WorkspaceContext } from '../context';
import { filtersJson } from './filters';
import { documentsOf } from './parts';
import { type Position, positionOf, searchPage } from './search';
import { toSummary } from './summary';

const PAGE = 1000;
const COLUMNS = [
  'uid',
  'type',
  'service',
  'accountId',
  'region',
  'name',
  'id',
  'arn',
  'state',
  'version',
  'firstSeenAt',
  'observedAt',
  'changedAt',
  'deletedAt',
] as const satisfies (keyof ResourceSummary)[];

type Exported = ResourceSummary & { attributes: Record<string, unknown> };
type Page = { rows: Exported[]; next: Position | null };

/**
 * What the filters match, by name, as CSV (tags as one JSON cell) or as a JSON array with attributes. A page of 1,000 at
 * a time, each in a read transaction of its own, is all that is in memory; the first is read before the answer begins,
 * so that a refusal is still an error.
 */
export async function exportResources(
  context: WorkspaceContext & { signal: AbortSignal },
  raw: z.input<typeof exportQuerySchema>,
): Promise<{ fileName: string; body: AsyncIterable<string> }> {
  authorize(context, 'inventory:read');
  const query = parseInput(exportQuerySchema, raw);
  const read = (after: Position | null) => readPage(context, filtersJson(query), after);
  const first = await read(null);
  const pages = follow(first, read, context.signal);
  const day = context.now().toISOString().slice(0, 10);
  return query.format === 'csv'
    ? { fileName: `inventory-${day}.csv`, body: csv(pages) }
    : { fileName: `inventory-${day}.json`, body: json(pages) };
}

function readPage(context: WorkspaceContext, filters: string, after: Position | null): Promise<Page> {
  const { db, workspaceId } = context;
  return inWorkspace(
    db,
    workspaceId,
    async (tx) => {
      const found = await searchPage(tx, { filters, sort: 'name', order: 'asc', after, limit: PAGE });
      const documents = await documentsOf(
        tx,
        workspaceId,
        found.map(({ uid }) => uid),
      );
      const last = found.length === PAGE ? found.at(-1) : undefined;
      return {
        rows: found.map((row) => ({ ...toSummary(row), attributes: documents.get(row.uid)?.attributes ?? {} })),
        next: last ? positionOf('name', last) : null,
      };
    },
    { readOnly: true },
  );
}

async function* follow(
  first: Page,
  read: (after: Position) => Promise<Page>,
  signal: AbortSignal,
): AsyncGenerator<Exported[]> {
  for (let page = first; ; page = await read(page.next)) {
    yield page.rows;
    if (page.next === null || signal.aborted) return;
  }
}

async function* csv(pages: AsyncIterable<Exported[]>): AsyncGenerator<string> {
  yield csvLine([...COLUMNS, 'tags']);
  for await (const rows of pages) {
    yield rows.map((row) => csvLine([...COLUMNS.map((column) => row[column]), JSON.stringify(row.tags)])).join('');
  }
}

async function* json(pages: AsyncIterable<Exported[]>): AsyncGenerator<string> {
  yield '[';
  let separator = '\n';
  for await (const rows of pages) {
    if (rows.length === 0) continue;
    yield separator + rows.map((row) => JSON.stringify(row)).join(',\n');
    separator = ',\n';
  }
  yield '\n]\n';
}
