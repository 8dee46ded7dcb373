import type { Command, Option } from 'commander';
import { contract, type OperationId } from '@/lib/contract/contract';
import { completeQuery, type Suggestion, type Vocabulary } from '@/lib/query/complete';
import type { Slot } from '@/lib/query/slot';
import { complete } from '../generate/command';
import { fieldsOf, searchOf } from '../generate/fields';
import { operationsByNoun, wordsOf } from '../generate/names';

export type Candidate = { value: string; detail?: string };
/** What an inventory holds, as far as `slot` needs it. */
export type Ask = (slot: Slot) => Promise<Vocabulary>;

/** What may stand in the place of the last of `words`: whole words, the begin included. */
export async function candidatesFor(root: Command, words: readonly string[], asker: () => Ask): Promise<Candidate[]> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const { command, rest } = descend(root, before);
  complete(command);
  const options = visible(command);
  const last = before.at(-1) ?? '';
  const open = options.find((option) => takesValue(option) && [option.long, option.short].includes(last));
  const operation = operationOf(root, command);
  if (open) return valuesOf(open, operation, current);
  if (current.startsWith('-') && !before.includes('--'))
    return begun(
      options.flatMap(({ long, description }) => (long ? [{ value: long, detail: description }] : [])),
      current,
    );
  if (command.commands.length > 0) {
    const names = command.commands.map((one) => ({ value: one.name(), detail: one.summary() || one.description() }));
    return begun(names, current);
  }
  const needed = command.registeredArguments.filter(({ required }) => required);
  const place = command.registeredArguments[Math.min(rest.length, command.registeredArguments.length - 1)];
  if (place?.argChoices)
    return begun(
      place.argChoices.map((value) => ({ value })),
      current,
    );
  const searches = operation
    ? searchOf(contract[operation]) === 'query'
    : command.registeredArguments.some(({ description }) => /query/.test(description));
  return searches && rest.length >= needed.length ? queryCandidates(current, asker()) : [];
}

/** The deepest command that the words name, and the arguments behind it. */
function descend(root: Command, words: readonly string[]): { command: Command; rest: string[] } {
  let command = root;
  let rest: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const option = word.startsWith('-')
      ? visible(command).find(({ long, short }) => [long, short].includes(word))
      : undefined;
    if (option) {
      if (takesValue(option)) at += 1;
      continue;
    }
    const next = command.commands.find((one) => one.name() === word);
    if (next) {
      complete(next);
      command = next;
      rest = [];
    } else if (word !== '--') rest.push(word);
  }
  return { command, rest };
}

function visible(command: Command): Option[] {
  const own = command.options.filter(({ hidden }) => !hidden);
  return command.parent ? [...own, ...visible(command.parent)] : own;
}

const takesValue = (option: Option) => option.required;

function operationOf(root: Command, command: Command): OperationId | null {
  const noun = command.parent;
  if (!noun || noun === root) return null;
  const ids = operationsByNoun().get(noun.name()) ?? [];
  return ids.find((id) => wordsOf(id).verb === command.name()) ?? null;
}

function valuesOf(option: Option, operation: OperationId | null, current: string): Candidate[] {
  const field = operation && fieldsOf(contract[operation]).find(({ flag }) => `--${flag}` === option.long);
  const choices = option.argChoices ?? (field ? field.choices : []);
  const done = current.slice(0, current.lastIndexOf(',') + 1);
  return begun(
    choices.map((value) => ({ value: done + value })),
    current,
  );
}

/** A query as far as it is written: the shell gives it as one word when it stands in quotes. */
async function queryCandidates(current: string, ask: Ask): Promise<Candidate[]> {
  const { slot } = completeQuery(current, current.length, {});
  const { from, to, suggestions } = completeQuery(current, current.length, await ask(slot));
  const written = current.slice(from, to).toLowerCase();
  return fitting(suggestions, written).map(({ insert, detail, count }) => ({
    value: current.slice(0, from) + insert + current.slice(to),
    detail: detail ?? (count === undefined ? undefined : String(count)),
  }));
}

/**
 * A shell puts what its candidates have in common in the place of the word, so only what goes on with the word will do: as a
 * whole, else in one of its parts (`ro` -> AWS::IAM::Role).
 */
function fitting(all: readonly Suggestion[], written: string): Suggestion[] {
  const fields = all.filter(({ kind }) => kind === 'field');
  if (fields.length > 0) return fields;
  const whole = all.filter(({ insert }) => insert.toLowerCase().startsWith(written));
  if (whole.length > 0) return whole;
  return all.filter(({ insert, detail }) =>
    [...insert.split(/[:]+/), detail ?? ''].some((part) => part.toLowerCase().startsWith(written)),
  );
}

const begun = (all: readonly Candidate[], typed: string) => all.filter(({ value }) => value.startsWith(typed));
