import { Command, Option } from 'commander';
import { contract, type OperationId } from '@/lib/contract/contract';
import { VERSION } from '@/lib/version';
import { VARIABLES } from './env';
import { CliError, EXIT, EXIT_WORDS } from './failure';
import { complete, operationCommand } from './generate/command';
import { operationsByNoun, wordsOf } from './generate/names';
import { FORMATS } from './output/printer';
import type { Trace } from './run/context';
import type { Shell } from './shell';
import { HAND_VERBS } from './verbs';

/** The whole command: a noun for each first part of an operation's id, its verbs, and those written by hand. */
export function buildProgram(shell: Shell, trace: Trace): Command {
  const program = new Command('mooring');
  // What is made below inherits this, so it goes first.
  program.exitOverride().configureOutput({
    writeOut: (text) => void shell.stdout.write(text),
    writeErr: (text) => void shell.stderr.write(text),
    getOutHelpWidth: () => Math.min(shell.stdout.columns ?? 100, 120),
    getErrHelpWidth: () => Math.min(shell.stderr.columns ?? 100, 120),
  });
  program
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(--help tells what can be written)')
    .description('Mooring connects AWS accounts without keys and keeps a living inventory of them.')
    .version(VERSION, '-V, --version', 'Print the version')
    .helpOption('-h, --help', 'Show help')
    .helpCommand('help [command]', 'Show help of a command')
    .hook('preSubcommand', (_program, command) => complete(command));
  addGlobalOptions(program);
  for (const { noun, add } of HAND_VERBS) if (noun === null) add(program, shell, trace);
  const nouns = [...operationsByNoun()].toSorted(([, a], [, b]) => groupAt(a) - groupAt(b));
  for (const [noun, ids] of nouns) addNoun(program, shell, trace, noun, ids);
  return program.addHelpText('after', rootHelp());
}

function addGlobalOptions(program: Command): void {
  program
    .option('--url <url>', 'URL of the install; MOORING_URL, or that of mooring login, unless written')
    .option('-w, --workspace <name>', 'Workspace, by id or name; MOORING_WORKSPACE, or that of workspaces use')
    .addOption(new Option('-o, --output <format>', 'How answers are printed').choices([...FORMATS]).default('table'))
    .option('--timeout <seconds>', 'Give up when nothing comes for so long', seconds, 30)
    .option('--no-color', 'No colour; also with NO_COLOR')
    .option('--debug', 'Show each request on standard error: method, path, status, time', false);
}

function addNoun(program: Command, shell: Shell, trace: Trace, name: string, ids: readonly OperationId[]): void {
  const noun = program
    .command(name)
    .helpGroup(`${GROUPS[groupAt(ids)]?.[0] ?? 'More'}:`)
    .hook('preSubcommand', (_noun, command) => complete(command));
  const own = HAND_VERBS.filter((verb) => verb.noun === name);
  for (const id of ids.toSorted((a, b) => verbAt(a) - verbAt(b))) {
    const hand = own.find(({ replaces }) => replaces === id);
    if (hand) hand.add(noun, shell, trace);
    else operationCommand(noun, shell, trace, id);
  }
  for (const verb of own) if (!verb.replaces) verb.add(noun, shell, trace);
  const verbs = noun.commands.map((command) => command.name());
  noun.summary(verbs.join(', '));
  const tags = [...new Set(ids.map((id) => contract[id].tag))];
  noun.description(`${tags.join(', ')}. Each verb has its own --help.`);
}

/** `list` and `get` first: what people begin with. */
function verbAt(id: OperationId): number {
  const at = ['list', 'get'].indexOf(wordsOf(id).verb);
  return at === -1 ? 2 : at;
}

const GROUPS: readonly [title: string, tags: readonly string[]][] = [
  ['Inventory', ['Inventory', 'Access keys', 'Findings', 'History', 'Scans', 'Views']],
  ['Events', ['Events', 'Event sources', 'Sensors']],
  ['Connection', ['Integrations', 'Sandbox', 'Verification', 'Credentials', 'Federation']],
  ['Workspace', ['Workspace', 'Members', 'API tokens', 'Audit log']],
  ['Install', ['Install', 'Host identities', 'Sign-in']],
];

/** Where a noun stands in the help: by the tag of its operations; behind all others when that is new. */
function groupAt(ids: readonly OperationId[]): number {
  const tags: string[] = ids.map((id) => contract[id].tag);
  const at = GROUPS.findIndex(([, known]) => tags.some((tag) => known.includes(tag)));
  return at === -1 ? GROUPS.length : at;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 3600)) throw new CliError('--timeout: Write a number of seconds, at most 3600.', 'usage');
  return value;
}

function rootHelp(): string {
  const pad = (rows: readonly (readonly [string, string])[]) => {
    const width = Math.max(...rows.map(([name]) => name.length));
    return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
  };
  const codes = Object.entries(EXIT).map(
    ([name, code]) => [String(code), EXIT_WORDS[name as keyof typeof EXIT]] as const,
  );
  return [
    '',
    'Environment:',
    pad(Object.entries(VARIABLES)),
    '',
    'Exit codes:',
    pad(codes),
    '',
    'First steps:',
    '  mooring login https://mooring.example.com',
    "  mooring resources list 'type:role age>90d'",
    '  mooring findings list --severity critical,high',
    '  source <(mooring completion bash)',
  ].join('\n');
}
