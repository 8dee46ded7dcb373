import type { Filter, Tag } from '@aws-sdk/client-ec2';
import type { StaticStructureSchema } from '@smithy/types';
import { AwsError } from '../../wire/errors';
import { invalidValue, type Kind, notFound } from './errors';

type Paged = { Filters?: Filter[] | undefined; MaxResults?: number | undefined; NextToken?: string | undefined };
type FilterValue = string | number | boolean | undefined;
export type Filters<Row> = Readonly<Record<string, (row: Row) => FilterValue | readonly FilterValue[]>>;

type Selection<Row> = {
  kind: Kind;
  idOf: (row: Row) => string;
  /** The ids the caller named: every one must exist. */
  ids?: readonly string[] | undefined;
  /** The SDK's schema: every member that is a scalar can be filtered by its name in kebab case. */
  schema: StaticStructureSchema;
  filters?: Filters<Row>;
  tags?: (row: Row) => readonly Tag[] | undefined;
  limits?: { min: number; max: number };
};

/** Rows that a Describe call answers, and the token of its next page: as AWS, by ids, filters and page size. */
export function select<Row extends object>(
  rows: readonly Row[],
  input: Paged,
  selection: Selection<Row>,
): { rows: Row[]; NextToken: string | undefined } {
  const { ids, idOf, kind, limits = { min: 5, max: 1000 } } = selection;
  const { MaxResults: size } = input;
  let chosen = [...rows];
  if (ids?.length) {
    if (size !== undefined) {
      throw new AwsError(
        'InvalidParameterCombination',
        'The parameter MaxResults cannot be used with the ids of resources.',
      );
    }
    const known = new Map(rows.map((row) => [idOf(row), row]));
    chosen = [...new Set(ids)].map((id) => {
      const row = known.get(id);
      if (row === undefined) throw notFound(kind, id);
      return row;
    });
  }
  for (const filter of input.Filters ?? []) chosen = chosen.filter(predicate(filter, selection));
  if (size !== undefined && size < limits.min) {
    throw invalidValue(
      `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value greater than or equal to ${limits.min}.`,
    );
  }
  return page(chosen, idOf, Math.min(size ?? limits.max, limits.max), input.NextToken);
}

/** The token is the last id, made opaque: what is deleted between two pages moves nothing. */
function page<Row>(rows: readonly Row[], idOf: (row: Row) => string, size: number, token: string | undefined) {
  let from = 0;
  if (token !== undefined) {
    const last = Buffer.from(token, 'base64url').toString();
    if (!/^[\w-]+$/.test(last)) throw new AwsError('InvalidNextToken', 'The token is invalid.');
    from = rows.findIndex((row) => idOf(row) > last);
    if (from < 0) from = rows.length;
  }
  const some = rows.slice(from, from + size);
  const more = from + size < rows.length;
  const last = some.at(-1);
  return {
    rows: some,
    NextToken: more && last !== undefined ? Buffer.from(idOf(last)).toString('base64url') : undefined,
  };
}

function predicate<Row extends object>({ Name = '', Values = [] }: Filter, selection: Selection<Row>) {
  const values = valuesOf(Name, selection);
  const patterns = Values.map(pattern);
  return (row: Row) => {
    const found = values(row);
    return (Array.isArray(found) ? found : [found]).some(
      (value) => value !== undefined && patterns.some((matches) => matches(String(value))),
    );
  };
}

function valuesOf<Row extends object>(name: string, selection: Selection<Row>) {
  const own = selection.filters?.[name];
  if (own) return own;
  const tags = selection.tags ?? ((row: Row) => (row as { Tags?: Tag[] }).Tags);
  if (name === 'tag-key') return (row: Row) => (tags(row) ?? []).map(({ Key }) => Key);
  if (name.startsWith('tag:')) {
    const key = name.slice(4);
    return (row: Row) => (tags(row) ?? []).filter((tag) => tag.Key === key).map(({ Value }) => Value);
  }
  const member = name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
  if (!selection.schema[4].includes(member)) throw invalidValue(`The filter '${name}' is invalid`);
  return (row: Row) => new Map<string, FilterValue>(Object.entries(row)).get(member);
}

/** `*` and `?` are wildcards unless escaped; case counts. */
function pattern(text: string): (value: string) => boolean {
  if (!/[*?\\]/.test(text)) return (value) => value === text;
  const source = text.replace(/\\?[\s\S]/g, (part) => {
    if (part === '*') return '[\\s\\S]*?';
    if (part === '?') return '[\\s\\S]';
    const literal = part.length === 2 ? part.slice(1) : part;
    return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  const expression = new RegExp(`^${source}$`);
  return (value) => expression.test(value);
}
