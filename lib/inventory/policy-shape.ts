import type { Json, JsonObject } from '@/lib/collectors/types';

/** Elements in which IAM takes one value for a list of one, and in which order means nothing. */
const SETS = new Set(['Action', 'NotAction', 'Resource', 'NotResource']);
const PRINCIPALS = new Set(['Principal', 'NotPrincipal']);

/** A statement of the policy language, wherever it stands. */
export function isStatement(value: JsonObject): boolean {
  return (value.Effect === 'Allow' || value.Effect === 'Deny') && ('Action' in value || 'NotAction' in value);
}

/** The same statement with every set written as a sorted list, so that spelling is no difference. */
export function normalStatement(statement: JsonObject): JsonObject {
  return mapValues(statement, (value, key) => {
    if (SETS.has(key)) return asSet(value);
    if (PRINCIPALS.has(key) && isObject(value)) return mapValues(value, asSet);
    if (key === 'Condition' && isObject(value)) {
      return mapValues(value, (keys) => (isObject(keys) ? mapValues(keys, asSet) : keys));
    }
    return value;
  });
}

function asSet(value: Json): Json {
  const items = Array.isArray(value) ? value : [value];
  return items.every((item) => typeof item === 'string') ? [...new Set(items)].sort() : items;
}

function mapValues(object: JsonObject, change: (value: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
