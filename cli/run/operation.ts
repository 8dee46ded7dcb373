import { contract, type OperationId } from '@/lib/contract/contract';
import type { Operation } from '@/lib/contract/operation';
import { CliError } from '../failure';
import { takesColumns } from '../generate/fields';
import { inputOf } from '../input/build';
import { idOf, otherNamesOf } from '../input/things';
import { columnsOf } from '../output/columns';
import { describe } from '../output/describe';
import { printOne } from '../output/one';
import { printRows } from '../output/rows';
import type { JsonObject } from '../output/value';
import type { Connection } from '../session/connection';
import type { Run, Trace } from './context';
import { saveAnswer } from './file';
import { isPaged, listKey, pagesOf } from './list';
import { eventsOf } from './stream';

const MOST_A_PAGE = 200;

/** What was written behind the verb: the path's parameters by name, and the search. */
export type Arguments = { params: Readonly<Record<string, string>>; search: string };
type Ready = {
  connection: Connection;
  input: { params: Record<string, string>; query: Record<string, unknown>; body: unknown };
};

/** Calls an operation of the contract as the command line says, and prints its answer. */
export async function runOperation(run: Run, trace: Trace, id: OperationId, given: Arguments): Promise<void> {
  const operation: Operation = contract[id];
  const { connection, input } = await ready(run, trace, id, given);
  switch (operation.produces ?? 'json') {
    case 'json':
      return printJson(run, id, operation, { connection, input });
    case 'event-stream':
      return printEvents(run, eventsOf(connection, id, input, run.shell.signal));
    default: {
      const to = typeof run.options.file === 'string' ? run.options.file : '-';
      const response = await connection.client.download(id, input as never);
      await saveAnswer(run.shell, run.printer, response, to, operation.produces === 'zip');
    }
  }
}

/** Each event is the whole state: people are shown only what is new in it. */
async function printEvents(run: Run, events: AsyncIterable<JsonObject>): Promise<void> {
  let before: readonly string[] = [];
  for await (const event of events) {
    if (run.printer.format !== 'table') await printOne(run.printer, event);
    else {
      const lines = describe(event, run.printer.table).split('\n');
      const fresh = lines.filter((line) => line !== '' && !before.includes(line));
      before = lines;
      await run.printer.print(fresh.map((line) => `${line}\n`).join(''));
    }
  }
}

/** Checks all input before anything is called, then finds out the workspace and the ids of what was named otherwise. */
export async function ready(run: Run, trace: Trace, id: OperationId, given: Arguments): Promise<Ready> {
  const operation: Operation = contract[id];
  const { query, body, named } = await inputOf(run.shell, operation, run.options, given.search);
  if (typeof query.q === 'string') trace.query = query.q;
  const format = operation.query?.shape.format;
  if (format && run.outputChosen && query.format === undefined) {
    if (!format.safeParse(run.options.output).success)
      throw new CliError(`--output: This file cannot be ${run.options.output}. See --format.`, 'usage');
    query.format = run.options.output;
  }
  if (isPaged(operation) && run.options.all && query.pageSize === undefined) query.pageSize = MOST_A_PAGE;
  for (const [name, value] of Object.entries(given.params)) checkParameter(operation, name, value);
  const connection = await run.connection();
  const params: Record<string, string> = {};
  if (operation.params?.shape.workspaceId) params.workspaceId = await connection.workspaceId();
  for (const [name, value] of Object.entries(given.params))
    params[name] = await idOf(connection, params.workspaceId ?? '', name, value);
  for (const { parameter, written, take } of named)
    take(await idOf(connection, params.workspaceId ?? '', parameter, written));
  return { connection, input: { params, query, body } };
}

/** An id that cannot be one is refused here, so that a slip of the keyboard is no request. */
function checkParameter(operation: Operation, name: string, value: string): void {
  const schema = operation.params?.shape[name];
  if (!schema || otherNamesOf(name) !== null) return;
  const result = schema.safeParse(value) as { success: boolean; error?: { issues: { message: string }[] } };
  if (!result.success)
    throw new CliError(`<${name}>: ${result.error?.issues[0]?.message ?? 'This is no id.'}`, 'usage');
}

async function printJson(run: Run, id: OperationId, operation: Operation, { connection, input }: Ready): Promise<void> {
  const { printer, options } = run;
  const key = listKey(id, operation);
  if (!key) {
    const answer: unknown = await connection.client.call(id, input as never);
    if (typeof answer === 'object' && answer !== null) await printOne(printer, answer);
    else if (run.shell.stderr.isTTY) printer.note('Done.');
    return;
  }
  const all = options.all === true;
  const chosen = columnsChosen(options.columns);
  const wide = chosen ?? (printer.format === 'table' ? columnsOf(id) : null);
  const columns = printer.format === 'json' && takesColumns(operation) ? null : wide;
  let more = false;
  const pages = pagesOf({ connection, id, input }, key, all);
  const seen = async function* () {
    for await (const page of pages) {
      more = !all && typeof page.answer.nextPageToken === 'string';
      yield page;
    }
  };
  await printRows(printer, seen(), { key, columns, all });
  if (more && printer.format !== 'json') printer.note('There is more: --all, or a larger --page-size.');
}

function columnsChosen(written: unknown): string[] | null {
  if (typeof written !== 'string') return null;
  const columns = written
    .split(',')
    .map((column) => column.trim())
    .filter((column) => column !== '');
  if (columns.length === 0) throw new CliError('--columns: Name at least one.', 'usage');
  return columns;
}
