import { Option } from 'commander';
import { CHANGE_KINDS } from '@/lib/schemas/history';
import { runOf } from '../run/context';
import { runOperation } from '../run/operation';
import type { HandVerb } from '../verb';

export const changesSince: HandVerb = {
  noun: 'changes',
  verb: 'since',
  add: (parent, shell, trace) =>
    parent
      .command('since')
      .summary('What changed since a moment until now')
      .description('What changed since a moment until now, newest first: `changes list` with less to write.')
      .argument('<moment>', 'How long ago (2h, 1d, 3w), a day (2026-11-20), or ISO 8601')
      .argument('[query...]', 'Only of these resources: a query, as for resources list')
      .addOption(new Option('--kind <a,b>', `Kinds of change: ${CHANGE_KINDS.join(', ')}. Several by comma.`))
      .option('--cause <cause>', 'Only what a scan found, or an event brought. (one of: scan, event)')
      .option('--page-size <n>', 'How many at a time, 1 to 200. (default: 50)')
      .option('--all', 'Every page, one after another.')
      .option('--columns <names>', 'Columns to show, several by comma: names of the JSON answer.')
      .addHelpText(
        'after',
        "\nExamples:\n  mooring changes since 1d\n  mooring changes since 2026-11-01 --kind deleted --all 'type:role'\n\nAPI: GET /api/v1/workspaces/{workspaceId}/changes  (needs inventory:read)",
      )
      .action(async (moment: string, words: string[], _options, command) => {
        const run = runOf(shell, command, trace);
        const kind = typeof run.options.kind === 'string' ? [run.options.kind] : undefined;
        const options = { ...run.options, kind, from: moment, to: 'now' };
        await runOperation({ ...run, options }, trace, 'changes.list', { params: {}, search: words.join(' ') });
      }),
};
