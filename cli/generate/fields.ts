import type { Operation } from '@/lib/contract/operation';
import { resourceFilterSchema } from '@/lib/schemas/inventory';
import { type FieldKind, isList, type JsonSchema, jsonSchemaOf, withoutNull } from './json-schema';
import { kebab } from './names';
import { wordsFor } from './words';

/** One field of an operation's query or body, as an option of the command line. */
export type Field = {
  part: 'query' | 'body';
  /** Where it stands in the query or body. */
  path: readonly string[];
  flag: string;
  kind: FieldKind;
  choices: readonly string[];
  nullable: boolean;
  required: boolean;
  fallback: unknown;
  description: string;
};

/** `--version` is the command's own everywhere. */
const RENAMED: Readonly<Record<string, string>> = { version: 'ifVersion' };

/** Parts of the query that the command has an argument or an option of its own for. */
const SPECIAL = ['q', 'columns'];

export function fieldsOf(operation: Operation): Field[] {
  const query = operation.query
    ? partFields('query', operation.query).filter(({ flag }) => !SPECIAL.includes(flag))
    : [];
  const body = operation.body ? partFields('body', operation.body) : [];
  return [...query, ...body];
}

/** What an operation searches: the inventory by a query, something else by text, or nothing. */
export function searchOf(operation: Operation): 'query' | 'text' | null {
  const { q } = operation.query?.shape ?? {};
  if (!q) return null;
  return q === resourceFilterSchema.shape.q ? 'query' : 'text';
}

export function takesColumns(operation: Operation): boolean {
  return operation.query?.shape.columns !== undefined;
}

function partFields(part: Field['part'], schema: NonNullable<Operation['body']>): Field[] {
  return objectFields(part, [], jsonSchemaOf(schema, 'input'), jsonSchemaOf(schema, 'output'), true);
}

function objectFields(
  part: Field['part'],
  prefix: readonly string[],
  input: JsonSchema,
  output: JsonSchema | undefined,
  needed: boolean,
): Field[] {
  return Object.entries(input.properties ?? {}).flatMap(([name, raw]): Field[] => {
    const path = [...prefix, name];
    const { schema, nullable } = withoutNull(raw);
    const parsed = output?.properties?.[name];
    const required = needed && (input.required?.includes(name) ?? false);
    if (schema.type === 'object' && schema.properties && !nullable)
      return objectFields(part, path, { ...schema, ...defaultsInto(schema) }, parsed, required);
    const kind = kindOf(schema);
    const choices = choicesOf(schema, parsed && withoutNull(parsed).schema);
    const description = schema.description ?? wordsFor(path, part, kind);
    const flag = path.map((part) => kebab(RENAMED[part] ?? part)).join('-');
    return [{ part, path, flag, kind, choices, nullable, required, fallback: schema.default, description }];
  });
}

/** The default of an object is the default of its fields. */
function defaultsInto(schema: JsonSchema): Pick<JsonSchema, 'properties'> {
  const given = schema.default;
  if (typeof given !== 'object' || given === null) return {};
  const properties = Object.entries(schema.properties ?? {}).map(([key, one]): [string, JsonSchema] => {
    const value = (given as Record<string, unknown>)[key];
    return [key, value === undefined ? one : { ...one, default: value }];
  });
  return { properties: Object.fromEntries(properties) };
}

function kindOf(schema: JsonSchema): FieldKind {
  if (isList(schema)) {
    const items = schema.items ?? schema.anyOf?.find(({ type }) => type === 'array')?.items;
    return items?.type === 'object' || items?.type === 'array' ? 'json' : 'list';
  }
  const types = [schema.type, ...(schema.anyOf ?? []).map(({ type }) => type)].filter((type) => type !== undefined);
  if (types.length > 0 && types.every((type) => type === 'integer' || type === 'number')) return 'number';
  if (types.every((type) => type === 'boolean') && types.length > 0) return 'boolean';
  if (types.length === 0 || types.includes('object')) return 'json';
  return schema.format === 'date-time' ? 'time' : 'text';
}

/** A list is text to the wire; what it may hold shows where it has been parsed. */
function choicesOf(schema: JsonSchema, parsed: JsonSchema | undefined): string[] {
  const values = schema.enum ?? schema.items?.enum ?? parsed?.items?.enum ?? (schema.const ? [schema.const] : []);
  return values.filter((value) => value !== null).map(String);
}
