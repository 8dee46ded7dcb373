/** A member of what JSON.parse gave; never one that it inherits, whatever the record calls its keys. */
export function memberOf(value: unknown, key: string): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

/** An object that JSON.parse made, for the names in code that is run often: none of those is one that objects inherit. */
export type Members = { readonly [name: string]: unknown };

/** The value when it is an object (not a list), else null. */
export function membersOf(value: unknown): Members | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Members) : null;
}

/**
 * Text that PostgreSQL stores (no NUL, no half of a surrogate pair), of at most `limit` UTF-16 units; null for anything
 * else than text and for the empty one.
 */
export function textOf(value: unknown, limit: number): string | null {
  if (typeof value !== 'string' || value === '') return null;
  const text = value.length > limit ? value.slice(0, limit) : value;
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes('\0') ? whole.replaceAll('\0', '\uFFFD') : whole;
}

/** As `textOf`. */
export type TextReader = (value: unknown, limit: number) => string | null;

/**
 * As `textOf`, of a text that JSON wrote without an escape `\u`: neither a NUL nor half of a pair gets into it in another
 * way, so that only cutting it can leave one.
 */
export function plainTextOf(value: unknown, limit: number): string | null {
  if (typeof value !== 'string' || value === '') return null;
  return value.length <= limit ? value : textOf(value, limit);
}

/** A member that is an object (not a list), else null. */
export function objectAt(value: unknown, key: string): Record<string, unknown> | null {
  const member = memberOf(value, key);
  return member !== null && typeof member === 'object' && !Array.isArray(member)
    ? (member as Record<string, unknown>)
    : null;
}
