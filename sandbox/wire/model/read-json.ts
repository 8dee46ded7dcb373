import type { NormalizedSchema } from '@smithy/core/schema';
import { readScalar } from './read-scalar';
import { traitsOf } from './traits';

/** A JSON value by its schema: members that the schema does not know are dropped, nulls are as good as absent. */
export function readJson(schema: NormalizedSchema, value: unknown, name: string): unknown {
  if (value === null || value === undefined) return undefined;
  if (schema.isListSchema() && Array.isArray(value)) {
    return value.map((item) => readJson(schema.getValueSchema(), item, name));
  }
  if (schema.isMapSchema() && typeof value === 'object') {
    const entries = Object.entries(value).map(([key, each]) => [key, readJson(schema.getValueSchema(), each, name)]);
    return Object.fromEntries(entries);
  }
  if (schema.isStructSchema() && typeof value === 'object') {
    const given = value as Record<string, unknown>;
    const values: Record<string, unknown> = {};
    for (const [member, memberSchema] of schema.structIterator()) {
      const at = traitsOf(memberSchema).jsonName ?? member;
      if (Object.hasOwn(given, at)) values[member] = readJson(memberSchema, given[at], member);
    }
    return values;
  }
  return readScalar(schema, value, name);
}
