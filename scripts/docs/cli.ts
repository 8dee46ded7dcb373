import { PassThrough } from 'node:stream';
import type { Command } from 'commander';
import { complete } from '@/cli/generate/command';
import { buildProgram } from '@/cli/program';
import { page } from './markdown';

/** Every command with its own help, once the options that all of them share. */
export function cliPage(): string {
  let said = '';
  const stdout = new PassThrough();
  stdout.write = (part: unknown) => {
    said += String(part);
    return true;
  };
  const shell = {
    env: {},
    stdin: process.stdin,
    stdout,
    stderr: stdout,
    signal: new AbortController().signal,
    now: () => new Date(0),
    fetch,
  };
  const program = buildProgram(shell, { connection: null, colour: false });
  const helpOf = (command: Command): string => {
    said = '';
    complete(command);
    command.configureHelp({ ...command.configureHelp(), showGlobalOptions: false });
    command.outputHelp();
    return ['```text', said.trim(), '```'].join('\n');
  };
  const alone = program.commands.filter(({ commands }) => commands.length === 0);
  const nouns = program.commands.filter(({ commands }) => commands.length > 0);
  return page(
    'The mooring command',
    ['lib/contract', 'cli/'],
    [
      'How to install and use it: [use the command line](../how-to/use-the-command-line.md). Options of the first block go with every command.',
      '## mooring',
      helpOf(program),
      ...alone.flatMap((command) => [`### mooring ${command.name()}`, helpOf(command)]),
      ...nouns.flatMap((noun) => [
        `## mooring ${noun.name()}`,
        ...noun.commands.flatMap((verb) => [`### mooring ${noun.name()} ${verb.name()}`, helpOf(verb)]),
      ]),
    ],
  );
}
