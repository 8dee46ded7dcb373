import type { Operation } from '@/lib/contract/operation';
import { parseQuery } from '@/lib/query/parse';
import { refusalOf } from '@/lib/query/refusal';
import { idSchema } from '@/lib/schemas/common';
import { CliError } from '../failure';
import { type Field, fieldsOf, searchOf } from '../generate/fields';
import { queryLines } from '../output/query-lines';
import { isObject } from '../output/value';
import { askSecret } from '../session/prompt';
import type { Shell } from '../shell';
import { momentOf } from './moment';
import { bodyOf, parseJson, textOf } from './text';
import { otherNamesOf } from './things';

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** What commander collected: by the flag's camel-case name, as written. */
export type Written = Readonly<Record<string, unknown>>;
export type Input = {
  query: Record<string, unknown>;
  body: Record<string, unknown> | undefined;
  /** Ids that were written as names: stand-ins are in their places until `take` is told the id. */
  named: { parameter: string; written: string; take(id: string): void }[];
};

const SECRETS = ['password', 'token'];

/**
 * Query and body as the API takes them, checked by its own schemas before anything is sent. `search` is the text of the
 * operation's `q`. Throws a usage error that names the option.
 */
export async function inputOf(shell: Shell, operation: Operation, written: Written, search: string): Promise<Input> {
  const fields = fieldsOf(operation);
  const query: Record<string, unknown> = {};
  const body = operation.body ? (typeof written.body === 'string' ? await bodyOf(shell, written.body) : {}) : undefined;
  const named: Input['named'] = [];
  for (const field of fields) {
    const given = written[attributeOf(field.flag)] ?? (await asked(shell, field, written));
    if (given === undefined) continue;
    const target = field.part === 'query' ? query : (body ?? {});
    const value = await readValue(shell, field, given);
    const parameter = field.path.at(-1) ?? '';
    const isName = typeof value === 'string' && otherNamesOf(parameter) !== null && !idSchema.safeParse(value).success;
    if (isName) named.push({ parameter, written: value, take: (id) => place(target, field.path, id) });
    place(target, field.path, isName ? NO_ID : value);
  }
  if (search !== '') query.q = search;
  if (typeof written.columns === 'string' && operation.query?.shape.columns) query.columns = written.columns;
  checkQuery(operation, query.q);
  check(operation.query, query, fields, 'query');
  check(operation.body, body, fields, 'body');
  return { query, body, named };
}

/** `page-size` -> `pageSize`, as commander names what it collects. */
export function attributeOf(flag: string): string {
  return flag.replaceAll(/-(.)/g, (_, char: string) => char.toUpperCase());
}

/** Secrets are asked for at a terminal: on a command line everybody on the machine could read them. */
async function asked(shell: Shell, field: Field, written: Written): Promise<string | undefined> {
  const secret = field.required && SECRETS.includes(field.path.at(-1) ?? '');
  if (!secret || written.body !== undefined || !shell.stdin.isTTY) return undefined;
  return askSecret(shell, field.path.at(-1) === 'password' ? 'Password' : 'Secret of the link');
}

async function readValue(shell: Shell, field: Field, given: unknown): Promise<unknown> {
  const option = `--${field.flag}`;
  if (Array.isArray(given)) return given.flatMap((one) => String(one).split(',')).filter((part) => part !== '');
  const text = String(given);
  if (field.nullable && text === 'null') return null;
  switch (field.kind) {
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    case 'boolean':
      if (given !== true && text !== 'true' && text !== 'false')
        throw new CliError(`${option}: Write true or false.`, 'usage');
      return given === true || text === 'true';
    case 'time':
      return momentOf(text, shell.now());
    case 'json':
      return parseJson(await textOf(shell, text), option);
    default:
      return field.part === 'body' ? textOf(shell, text) : text;
  }
}

function place(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    target[head] = value;
    return;
  }
  const inner = target[head];
  const next = typeof inner === 'object' && inner !== null ? { ...inner } : {};
  target[head] = next;
  place(next as Record<string, unknown>, rest, value);
}

/** The same words as the page and the API have for a query that cannot be understood, and where. */
function checkQuery(operation: Operation, q: unknown): void {
  if (typeof q !== 'string' || searchOf(operation) !== 'query') return;
  const { problems } = parseQuery(q);
  if (problems.length > 0) throw new CliError(refusalOf(problems), 'usage', queryLines(q, problems));
}

function check(schema: Operation['body'], value: unknown, fields: readonly Field[], part: Field['part']): void {
  if (!schema || value === undefined) return;
  const result = schema.safeParse(value);
  if (result.success) return;
  const lines = result.error.issues.map(({ path, message, code }) => {
    if (code === 'unrecognized_keys') return `--body: ${message}`;
    const missing = code !== 'custom' && valueIn(value, path) === undefined;
    return `${optionAt(fields, part, path)}: ${missing ? 'This is needed.' : message}`;
  });
  const [first = '', ...rest] = [...new Set(lines)];
  throw new CliError(first, 'usage', rest);
}

function valueIn(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (isObject(at) ? at[String(key)] : undefined), value);
}

function optionAt(fields: readonly Field[], part: Field['part'], path: readonly PropertyKey[]): string {
  const names = path.map(String);
  const field = fields.find((one) => one.part === part && one.path.every((name, at) => names[at] === name));
  if (field) return `--${field.flag}`;
  if (names[0] === 'columns') return '--columns';
  const inside = fields.filter((one) => one.part === part && names.every((name, at) => one.path[at] === name));
  return inside.map(({ flag }) => `--${flag}`).join(', ') || names.join('.') || (part === 'body' ? '--body' : 'query');
}
