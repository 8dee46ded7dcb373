import { z } from 'zod';

/** The part of JSON Schema 2020-12 that zod makes and this page shows. */
export type JsonSchema = {
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  additionalProperties?: JsonSchema | boolean;
};

/** What a caller sends (`input`) or gets (`output`). A transform has no schema of its output: it is shown as anything. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
}

/** One line of a table of fields; `depth` 0 is the top. */
export type FieldRow = { name: string; depth: number; type: string; required: boolean; text: string };

const DEEPEST = 5;

/** The fields of an object, those of its objects and lists below them. */
export function fieldRows(schema: JsonSchema, depth = 0): FieldRow[] {
  if (depth > DEEPEST) return [];
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => [
    {
      name,
      depth,
      type: typeText(property),
      required: schema.required?.includes(name) ?? false,
      text: factText(property),
    },
    ...variants(property).flatMap((variant) => fieldRows(variant, depth + 1)),
  ]);
}

/** The objects inside of a schema: itself, its items, or its alternatives. */
function variants(schema: JsonSchema): JsonSchema[] {
  if (schema.properties) return [schema];
  if (schema.items) return variants(schema.items);
  return alternatives(schema).flatMap(variants);
}

function alternatives({ anyOf = [], oneOf = [], allOf = [] }: JsonSchema): JsonSchema[] {
  return [...anyOf, ...oneOf, ...allOf];
}

/** "string or null", "list of object", "one of active, revoked". */
export function typeText(schema: JsonSchema): string {
  const { type, format, items, additionalProperties } = schema;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return `one of ${schema.enum.map(String).join(', ')}`;
  if (Array.isArray(type)) return type.join(' or ');
  if (type === 'array') return `list of ${items ? typeText(items) : 'anything'}`;
  if (type === 'object' && !schema.properties && typeof additionalProperties === 'object') {
    return `map to ${typeText(additionalProperties)}`;
  }
  if (type) return format ? `${type}, ${format}` : type;
  const others = [...new Set(alternatives(schema).map(typeText))];
  return others.length > 0 ? others.join(' or ') : 'anything';
}

function factText(schema: JsonSchema): string {
  const bounds =
    schema.type === 'string'
      ? [
          schema.minLength === 1 ? 'not empty' : range(schema.minLength, undefined, ' characters'),
          range(undefined, schema.maxLength, ' characters'),
        ]
          .filter(Boolean)
          .join(', ')
      : range(schema.minimum, schema.maximum, '');
  const preset = schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`;
  return [schema.description, preset, bounds].filter(Boolean).join('; ');
}

function range(from: number | undefined, to: number | undefined, unit: string): string {
  const low = from === undefined || from === Number.MIN_SAFE_INTEGER ? '' : `at least ${from}${unit}`;
  const high = to === undefined || to === Number.MAX_SAFE_INTEGER ? '' : `at most ${to}${unit}`;
  return [low, high].filter(Boolean).join(', ');
}
