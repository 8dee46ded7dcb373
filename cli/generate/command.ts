import { Argument, type Command } from 'commander';
import { contract, type OperationId } from '@/lib/contract/contract';
import type { Access, Operation } from '@/lib/contract/operation';
import { otherNamesOf } from '../input/things';
import { runOf, type Trace } from '../run/context';
import { listKey } from '../run/list';
import { type Arguments, runOperation } from '../run/operation';
import type { Shell } from '../shell';
import { examplesOf, parametersOf } from './examples';
import { searchOf } from './fields';
import { kebab, wordsOf } from './names';
import { addOptions } from './options';

type Action = (command: Command, given: Arguments) => Promise<void>;

/**
 * The command of an operation: its path's parameters and its search as arguments, an option for each field, and a help that
 * needs no other page. `action` takes the place of what is done with it.
 */
export function operationCommand(noun: Command, shell: Shell, trace: Trace, id: OperationId, action?: Action): Command {
  const operation: Operation = contract[id];
  const { verb } = wordsOf(id);
  const command = noun.command(verb).summary(operation.summary).description(descriptionOf(operation));
  const parameters = parametersOf(operation);
  for (const name of parameters) command.addArgument(new Argument(`<${kebab(name)}>`, parameterText(name)));
  const search = searchOf(operation);
  if (search) command.argument(search === 'query' ? '[query...]' : '[text...]', searchText(operation, search));
  // Options are made when this very command is parsed or asked for help: there are a hundred others.
  lazily(command, () => addOptions(command, operation, listKey(id, operation) !== null));
  command.action(async (...written: unknown[]) => {
    const params = Object.fromEntries(parameters.map((name, at) => [name, String(written[at])]));
    const words = search ? written[parameters.length] : [];
    const given = { params, search: Array.isArray(words) ? words.join(' ') : '' };
    await (action ?? ((of, input) => runOperation(runOf(shell, of, trace), trace, id, input)))(command, given);
  });
  return command.addHelpText('after', () => after(id, operation, pathOf(command)));
}

const pending = new WeakMap<Command, () => void>();

function lazily(command: Command, fill: () => void): void {
  pending.set(command, fill);
}

/** Gives a command its options, once. */
export function complete(command: Command): void {
  pending.get(command)?.();
  pending.delete(command);
}

function descriptionOf({ summary, description }: Operation): string {
  return `${summary}.${description ? `\n\n${description}` : ''}`;
}

function parameterText(name: string): string {
  const other = otherNamesOf(name);
  if (other) return `Its ${other}.`;
  return name === 'userId' ? 'Id of the person.' : `Id of the ${kebab(name.replace(/Id$/, '')).replaceAll('-', ' ')}.`;
}

function searchText(operation: Operation, search: 'query' | 'text'): string {
  const own = operation.query?.shape.q?.meta()?.description;
  if (search === 'text') return own ?? 'Part of a name or id.';
  return `${own ?? 'A query.'} Write it in quotes; one that begins with - goes after --.`;
}

function pathOf(command: Command): string {
  const names = [];
  for (let one: Command | null = command; one; one = one.parent) names.unshift(one.name());
  return names.join(' ');
}

function after(id: OperationId, operation: Operation, command: string): string {
  const examples = examplesOf(id, operation, command);
  const request = `${operation.method.toUpperCase()} /api/v1${operation.path}`;
  const noun = examples.length > 1 ? 'Examples' : 'Example';
  return `\n${noun}:\n${examples.map((line) => `  ${line}`).join('\n')}\n\nAPI: ${request}  (${whoMay(operation.access)})`;
}

function whoMay(access: Access): string {
  switch (access) {
    case 'public':
      return 'anyone';
    case 'signed-in':
      return 'anyone signed in';
    case 'install':
      return 'install administrators';
    default:
      return `needs ${access}`;
  }
}
