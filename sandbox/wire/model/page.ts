/**
 * One page of `items`, which are in the order of their keys: what comes after the key that `token` stands for, and the
 * token of the next page when there is one. A token that is none of ours throws what `badToken` makes.
 */
export function pageAfter<T>(
  items: readonly T[],
  size: number,
  token: string | undefined,
  keyOf: (item: T) => string,
  badToken: () => Error,
): { items: T[]; next: string | undefined } {
  const after = token === undefined ? undefined : decode(token, badToken);
  const found = after === undefined ? 0 : items.findIndex((item) => keyOf(item) > after);
  const start = found < 0 ? items.length : found;
  const page = items.slice(start, start + size);
  const last = page.at(-1);
  const more = start + size < items.length && last !== undefined;
  return { items: page, next: more ? Buffer.from(PREFIX + keyOf(last)).toString('base64url') : undefined };
}

const PREFIX = 'after:';

function decode(token: string, badToken: () => Error): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith(PREFIX)) throw badToken();
  return text.slice(PREFIX.length);
}
