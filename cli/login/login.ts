import { CliError } from '../failure';
import { plain } from '../output/plain';
import { runOf } from '../run/context';
import { readConfig, writeConfig } from '../session/config';
import { chooseWorkspace, connectionTo, originOf } from '../session/connection';
import { askSecret, readStdin } from '../session/prompt';
import type { HandVerb } from '../verb';

const LOCAL = /^(localhost|127\.|\[::1\])/;

export const login: HandVerb = {
  noun: null,
  verb: 'login',
  add: (parent, shell, trace) =>
    parent
      .command('login')
      .summary('Keep the URL of an install and an API token on this machine')
      .description(
        'Keep the URL of an install and an API token on this machine, readable by you only. The token is asked for, or ' +
          'read from standard input; it is tried before it is kept. Make one in the console: System, API tokens.',
      )
      .argument('[url]', 'URL of the install; that of --url, MOORING_URL or the last login unless written')
      .option('--token-stdin', 'Read the token from standard input.')
      .addHelpText(
        'after',
        '\nExamples:\n  mooring login https://mooring.example.com\n  pass show mooring | mooring login https://mooring.example.com --token-stdin',
      )
      .action(async (written: string | undefined, _options, command) => {
        const run = runOf(shell, command, trace);
        const before = await readConfig(shell.env).catch(() => null);
        const chosen = written ?? run.options.url ?? shell.env.MOORING_URL ?? before?.url;
        if (!chosen) throw new CliError('Which install? mooring login https://mooring.example.com', 'usage');
        const url = originOf(chosen);
        const { host, protocol } = new URL(url);
        if (protocol === 'http:' && !LOCAL.test(host))
          run.printer.note(`Warning: ${url} is not https. Everybody on the way can read the token.`);
        const token = run.options.tokenStdin ? await readStdin(shell) : await askSecret(shell, `API token for ${host}`);
        if (token === '') throw new CliError('No token was given.', 'usage');
        const connection = connectionTo(shell, { url, token, saved: null, options: run.options });
        trace.connection = connection;
        const { actor, workspaces } = await connection.me();
        const wanted = run.options.workspace ?? shell.env.MOORING_WORKSPACE;
        const only = wanted || workspaces.length === 1 ? chooseWorkspace(workspaces, wanted) : undefined;
        const workspace = only && { id: only.id, name: only.name };
        const path = await writeConfig(shell.env, { url, token, workspace });
        run.printer.note(`Logged in to ${host} as ${plain(actor.name)}. Kept in ${path}.`);
        if (only) run.printer.note(`Workspace: ${plain(only.name)} (${only.role}).`);
        else if (workspaces.length > 1) run.printer.note('Choose a workspace: mooring workspaces use <name>');
      }),
};
