import { type Command, Option } from 'commander';
import type { Operation } from '@/lib/contract/operation';
import { isPaged } from '../run/list';
import { type Field, fieldsOf, takesColumns } from './fields';

/** Adds an option for each field of the query and the body, and what the command has of its own for this kind of answer. */
export function addOptions(command: Command, operation: Operation, list: boolean): void {
  for (const field of fieldsOf(operation)) command.addOption(optionOf(field));
  if (operation.body)
    command.option('--body <json>', 'The whole body as JSON, @file.json or @- (standard input); options go before it.');
  if (isPaged(operation)) command.option('--all', 'Every page, one after another.');
  if (list || takesColumns(operation)) command.option('--columns <names>', columnsText(operation));
  if (isFile(operation)) command.option('--file <path>', 'Where to save the answer; - is standard output.', '-');
}

export function isFile({ produces = 'json' }: Operation): boolean {
  return produces !== 'json' && produces !== 'event-stream';
}

function columnsText(operation: Operation): string {
  const own = takesColumns(operation) ? operation.query?.shape.columns?.meta()?.description : undefined;
  return own ? `Columns to show. ${own}` : 'Columns to show, several by comma: names of the JSON answer, owner.name.';
}

function optionOf(field: Field): Option {
  const option = new Option(`--${field.flag} ${placeholder(field)}`, `${describe(field)}${notes(field)}`);
  return field.kind === 'list' ? option.argParser(collect) : option;
}

const collect = (value: string, before: string[] | undefined) => [...(before ?? []), value];

function placeholder({ kind, path, choices }: Field): string {
  if (kind === 'text' && choices.length > 0) return '<value>';
  switch (kind) {
    case 'number':
      return '<n>';
    case 'boolean':
      return '[true|false]';
    case 'time':
      return '<moment>';
    case 'list':
      return '<a,b>';
    case 'json':
      return '<json>';
    default:
      return /Id$|^id$/.test(path.at(-1) ?? '') ? '<id>' : '<text>';
  }
}

const ZONE = 'ISO 8601, UTC';

/** What a time may be on a command line is more than the API takes. */
function describe({ kind, description }: Field): string {
  if (kind !== 'time') return description;
  const words = description === ZONE ? 'A moment.' : description.replace(` (${ZONE})`, '');
  return `${words} How long ago (2h, 1d), a day, or ISO 8601.`;
}

function notes({ choices, required, nullable, fallback, description }: Field): string {
  const parts = [
    choices.length > 0 ? `one of: ${choices.join(', ')}` : '',
    nullable && !/null:/i.test(description) ? 'null: none' : '',
    required ? 'required' : '',
    fallback === undefined || fallback === null || fallback === '' || (Array.isArray(fallback) && fallback.length === 0)
      ? ''
      : `default: ${typeof fallback === 'string' ? fallback : JSON.stringify(fallback)}`,
  ].filter((part) => part !== '');
  return parts.length > 0 ? ` (${parts.join('; ')})` : '';
}
