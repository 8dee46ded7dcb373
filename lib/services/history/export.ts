import type { z } from 'zod';
import { inWorkspace } from '@/lib/db/transaction';
import { csvLine } from '@/lib/format/csv';
import { type ChangeEntry, changeExportQuerySchema } from '@/lib/schemas/history';
import { parseInput } from '@/lib/schemas/parse';
import { authorize, type WorkspaceContext } from '../context';
import { type Cursor, cursorOf, readChanges, refuseEmptySpan, startOf } from './changes';
import { historySpan } from './span';

const PAGE = 500;
const COLUMNS = [
  'seenAt',
  'seenAfter',
  'kind',
  'uid',
  'name',
  'type',
  'service',
  'accountId',
  'region',
  'version',
  'sentence',
] as const satisfies (keyof ChangeEntry)[];

/** What changed between two moments, newest first, as CSV or a JSON array; a page at a time is all that is in memory. */
export async function exportChanges(
  context: WorkspaceContext & { signal: AbortSignal },
  raw: z.input<typeof changeExportQuerySchema>,
): Promise<{ fileName: string; body: AsyncIterable<string> }> {
  authorize(context, 'inventory:read');
  const query = parseInput(changeExportQuerySchema, raw);
  refuseEmptySpan(query);
  const { db, workspaceId } = context;
  const read = (after: Cursor | null) =>
    inWorkspace(
      db,
      workspaceId,
      async (tx) => {
        const from = startOf(query, (await historySpan(tx, workspaceId)).from);
        return readChanges(tx, workspaceId, { ...query, from }, after, PAGE);
      },
      { readOnly: true },
    );
  // Read before the answer begins, so that a refusal is still an error.
  const pages = follow(await read(null), read, context.signal);
  const name = `changes-${query.from.slice(0, 10)}-${query.to.slice(0, 10)}`;
  return query.format === 'csv'
    ? { fileName: `${name}.csv`, body: csv(pages) }
    : { fileName: `${name}.json`, body: json(pages) };
}

async function* follow(
  first: ChangeEntry[],
  read: (after: Cursor) => Promise<ChangeEntry[]>,
  signal: AbortSignal,
): AsyncGenerator<ChangeEntry[]> {
  let page = first;
  for (;;) {
    yield page;
    const last = page.at(-1);
    if (page.length < PAGE || !last || signal.aborted) return;
    page = await read(cursorOf(last));
  }
}

async function* csv(pages: AsyncIterable<ChangeEntry[]>): AsyncGenerator<string> {
  yield csvLine([...COLUMNS, 'causes']);
  for await (const rows of pages) {
    yield rows.map((row) => csvLine([...COLUMNS.map((column) => row[column]), JSON.stringify(row.causes)])).join('');
  }
}

async function* json(pages: AsyncIterable<ChangeEntry[]>): AsyncGenerator<string> {
  yield '[';
  let separator = '\n';
  for await (const rows of pages) {
    if (rows.length === 0) continue;
    yield separator + rows.map((row) => JSON.stringify(row)).join(',\n');
    separator = ',\n';
  }
  yield '\n]\n';
}
