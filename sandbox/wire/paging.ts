import type { AwsError } from './errors';

/** Items from where the token says, and the token of the next page; the token is the position, made opaque. */
export function pageOf<T>(
  items: readonly T[],
  ask: { size: number; token: string | undefined; invalid: () => AwsError },
): { items: T[]; next: string | undefined } {
  const start = ask.token === undefined ? 0 : Number(Buffer.from(ask.token, 'base64url').toString() || Number.NaN);
  if (!Number.isInteger(start) || start < 0) throw ask.invalid();
  const end = start + ask.size;
  return {
    items: items.slice(start, end),
    next: end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined,
  };
}
