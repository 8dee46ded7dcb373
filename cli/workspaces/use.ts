import { CliError } from '../failure';
import { plain } from '../output/plain';
import { printRows } from '../output/rows';
import { runOf } from '../run/context';
import { readConfig, writeConfig } from '../session/config';
import { chooseWorkspace } from '../session/connection';
import type { HandVerb } from '../verb';

export const workspacesUse: HandVerb = {
  noun: 'workspaces',
  verb: 'use',
  add: (parent, shell, trace) =>
    parent
      .command('use')
      .summary('Choose the workspace that commands work in')
      .description('Choose the workspace that commands work in, and keep it. Without a name: list those you may use.')
      .argument('[workspace]', 'Its id or name')
      .addHelpText('after', '\nExamples:\n  mooring workspaces use\n  mooring workspaces use payments')
      .action(async (wanted: string | undefined, _options, command) => {
        const run = runOf(shell, command, trace);
        const connection = await run.connection();
        const { workspaces } = await connection.me();
        if (wanted === undefined) {
          const pages = (async function* () {
            yield { items: workspaces, answer: { workspaces } };
          })();
          return printRows(run.printer, pages, { key: 'workspaces', columns: ['name', 'role', 'id'], all: false });
        }
        const { id, name } = chooseWorkspace(workspaces, wanted);
        const config = await readConfig(shell.env);
        if (!config || config.url !== connection.url)
          throw new CliError(
            `Nothing is kept for ${connection.url}. Log in first, or set MOORING_WORKSPACE=${id}.`,
            'usage',
          );
        await writeConfig(shell.env, { ...config, workspace: { id, name } });
        run.printer.note(`Commands work in ${plain(name)} now.`);
      }),
};
