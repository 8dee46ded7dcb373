import { z } from 'zod';

/** What the command needs to know of a JSON Schema (2020-12) that zod makes. */
export type JsonSchema = {
  type?: string;
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  format?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
};

export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
}

/** How the command line takes a field. */
export type FieldKind = 'text' | 'number' | 'boolean' | 'time' | 'list' | 'json';

/** A schema without its null, and whether null may be given. */
export function withoutNull(schema: JsonSchema): { schema: JsonSchema; nullable: boolean } {
  const kinds = schema.anyOf ?? [];
  const rest = kinds.filter(({ type }) => type !== 'null');
  if (rest.length === kinds.length) return { schema, nullable: false };
  const [only = {}] = rest;
  const { anyOf: _, ...own } = schema;
  return { schema: rest.length === 1 ? { ...only, ...own } : { ...own, anyOf: rest }, nullable: true };
}

/** Text, or a list of it: how the API takes several values of a filter. */
export function isList(schema: JsonSchema): boolean {
  return schema.type === 'array' || (schema.anyOf?.some(({ type }) => type === 'array') ?? false);
}
