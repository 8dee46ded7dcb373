import { z } from 'zod';
import { AppError } from '@/lib/errors/app-error';

/** Keyset positions travel as base64url JSON. They are hints, not secrets: row-level security still decides. */
export function encodePageToken(position: readonly (string | number | null)[]): string {
  return toBase64Url(JSON.stringify(position));
}

/** The position of a token; throws `invalid_request` when it is not one of `shape`. */
export function decodePageToken<S extends z.ZodType>(token: string | undefined, shape: S): z.output<S> | null {
  if (token === undefined) return null;
  try {
    return shape.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new AppError('invalid_request', 'pageToken: this is not a token of this list. Start again without one.', {
      details: [{ path: 'pageToken', message: 'not a token of this list' }],
      cause,
    });
  }
}

/** The position most lists use: a time and an id. */
export const timeAndId = z.tuple([z.iso.datetime(), z.string().max(64)]);

/** Cuts the extra row that tells whether there is a next page. */
export function cutPage<T>(
  rows: readonly T[],
  pageSize: number,
  position: (last: T) => readonly (string | number | null)[],
): { items: T[]; nextPageToken?: string } {
  const items = rows.slice(0, pageSize);
  const last = items.at(-1);
  if (rows.length <= pageSize || last === undefined) return { items };
  return { items, nextPageToken: encodePageToken(position(last)) };
}

function toBase64Url(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}
