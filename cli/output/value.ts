import { count } from '@/lib/format/number';
import { absoluteUtc, relativeTime } from '@/lib/format/time';
import { plain } from './plain';

export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
export const isScalar = (value: unknown) => typeof value !== 'object' || value === null;

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/**
 * The value at `path` (`owner.name`, `tags.team`, `tag.team`). A key may hold dots itself, so the longest one that fits
 * goes first; what the API was asked for as a column stands under `columns`.
 */
export function valueAt(item: unknown, path: string): unknown {
  if (!isObject(item)) return undefined;
  if (isObject(item.columns) && Object.hasOwn(item.columns, path)) return item.columns[path];
  if (Object.hasOwn(item, path)) return item[path];
  const [head = '', ...rest] = path.split('.');
  if (head === 'tag' && isObject(item.tags)) return item.tags[rest.join('.')];
  for (let taken = path.lastIndexOf('.'); taken > 0; taken = path.lastIndexOf('.', taken - 1)) {
    const key = path.slice(0, taken);
    if (Object.hasOwn(item, key)) return valueAt(item[key], path.slice(taken + 1));
  }
  return undefined;
}

/** How times are shown: as an age to people, in full to programs. */
export type Clock = { now: Date; relative: boolean };

/** A value as one line for people. Nothing is "-"; lists are joined, what is deeper is counted. */
export function shown(value: unknown, clock: Clock): string {
  if (value === null || value === undefined || value === '') return '-';
  if (typeof value === 'string') {
    if (!TIME.test(value)) return plain(value);
    return clock.relative ? relativeTime(value, clock.now) : absoluteUtc(value);
  }
  if (typeof value === 'number') return Number.isInteger(value) ? count(value) : String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) {
    if (value.length === 0) return '-';
    return value.every(isScalar) ? value.map((one) => shown(one, clock)).join(', ') : count(value.length);
  }
  if (!isObject(value)) return plain(String(value));
  const entries = Object.entries(value);
  if (typeof value.name === 'string' && 'id' in value) return plain(value.name);
  if (entries.every(([, one]) => isScalar(one)))
    return entries.length === 0 ? '-' : entries.map(([key, one]) => `${plain(key)}=${shown(one, clock)}`).join(', ');
  return plain(JSON.stringify(value));
}
