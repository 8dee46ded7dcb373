import type { Call } from '../wire/action';
import { invalidInput } from '../wire/errors';

/** IAM's paging: `MaxItems` (1 to 1000, 100 by default), a `Marker` that stands for the last key given. */
export type Page<T> = { items: T[]; IsTruncated: boolean; Marker: string | undefined };

/** One page of `items`, which are in the order of their keys. */
export function paginate<T>(call: Call, items: readonly T[], keyOf: (item: T) => string): Page<T> {
  const size = call.params.integer('MaxItems', 100, 1, 1000);
  const marker = call.params.optional('Marker');
  const after = marker === undefined ? undefined : decodeMarker(marker);
  const found = after === undefined ? 0 : items.findIndex((item) => keyOf(item) > after);
  const start = found < 0 ? items.length : found;
  const page = items.slice(start, start + size);
  const last = page.at(-1);
  const truncated = start + size < items.length;
  return {
    items: page,
    IsTruncated: truncated,
    Marker: truncated && last !== undefined ? encodeMarker(keyOf(last)) : undefined,
  };
}

const PREFIX = 'after:';

function encodeMarker(key: string): string {
  return Buffer.from(PREFIX + key).toString('base64url');
}

function decodeMarker(marker: string): string {
  const text = Buffer.from(marker, 'base64url').toString();
  if (!text.startsWith(PREFIX)) throw invalidInput(`Invalid Marker: ${marker}`);
  return text.slice(PREFIX.length);
}

export function byKey<T>(keyOf: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  };
}
