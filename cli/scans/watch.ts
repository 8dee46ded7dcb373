import type { Scan } from '@/lib/schemas/scan';
import { CliError } from '../failure';
import { printOne } from '../output/one';
import { printRows } from '../output/rows';
import { cut } from '../output/table';
import { type Run, runOf } from '../run/context';
import { eventsOf } from '../run/stream';
import type { Connection } from '../session/connection';
import type { HandVerb } from '../verb';
import { progressLine, troubledScopes } from './progress';

export const scansWatch: HandVerb = {
  noun: 'scans',
  verb: 'watch',
  add: (parent, shell, trace) =>
    parent
      .command('watch')
      .summary('Follow a scan until it has ended')
      .description(
        'Follow a scan until it has ended: one line that renews itself at a terminal, a line for each change elsewhere, ' +
          'the whole scan each time with --output json or jsonl. Ends with 1 when the scan failed or was cancelled; ' +
          'scopes that were denied are listed, and do not count as a failure.',
      )
      .argument('<scan-id>', 'Id of the scan; scans list has it')
      .addHelpText(
        'after',
        '\nExamples:\n  mooring scans watch 01a1fc91-2d7c-7b31-8f0e-5f1d2c3b4a59\n  mooring scans start payments --watch\n\nAPI: GET /api/v1/workspaces/{workspaceId}/scans/{scanId}/stream  (needs scan:read)',
      )
      .action(async (scanId: string, _options, command) => {
        const run = runOf(shell, command, trace);
        const connection = await run.connection();
        await watchScan(run, connection, { workspaceId: await connection.workspaceId(), scanId });
      }),
};

/** Shows a scan's progress until it has ended. Throws when it failed or was cancelled. */
export async function watchScan(run: Run, connection: Connection, params: { workspaceId: string; scanId: string }) {
  let last: Scan | null = null;
  let shownLine = '';
  const renews = run.printer.format === 'table' && run.shell.stdout.isTTY === true;
  try {
    for await (const event of eventsOf(connection, 'scans.stream', { params }, run.shell.signal)) {
      last = event as unknown as Scan;
      if (run.printer.format !== 'table') {
        await printOne(run.printer, run.printer.format === 'csv' ? { ...last, jobs: null, scopes: null } : last);
        continue;
      }
      const line = progressLine(last, run.shell.now());
      if (line === shownLine) continue;
      shownLine = line;
      await run.printer.print(renews ? `\r${cut(line, (run.printer.table.width ?? 80) - 1)}\u001b[K` : `${line}\n`);
    }
  } finally {
    if (renews && shownLine !== '') run.shell.stdout.write('\n');
  }
  if (!last) throw new CliError('The stream ended before it said anything.');
  await ending(run, last);
}

async function ending(run: Run, scan: Scan): Promise<void> {
  const troubled = troubledScopes(scan);
  if (run.printer.format === 'table' && troubled.length > 0) {
    await run.printer.print('\n');
    const pages = (async function* () {
      yield { items: troubled, answer: {} };
    })();
    const columns = ['status', 'account', 'region', 'types', 'code', 'message'];
    await printRows(run.printer, pages, { key: 'scopes', columns, all: false });
  }
  if (scan.state === 'failed' || scan.state === 'cancelled')
    throw new CliError(`The scan was ${scan.state === 'failed' ? 'not completed: it failed' : 'cancelled'}.`);
}
