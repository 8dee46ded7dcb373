import { z } from 'zod';
import { AppError } from '@/lib/errors/app-error';

/** A keyset page's position: the sort values of its last row. Opaque to clients, checked on the way back. */
export function encodePageToken(cursor: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** Parses what `encodePageToken` made with `schema` (a tuple); undefined without a token, `invalid_request` for any other. */
export function decodePageToken<S extends z.ZodType>(schema: S, token: string | undefined): z.output<S> | undefined {
  if (token === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
  } catch {
    throw new AppError('invalid_request', 'This pageToken is not one of ours for this list. Start again without it.', {
      details: [{ path: 'pageToken', message: 'not a token of this list' }],
    });
  }
}

/** A cursor of one text: a name, an address, an id. */
export const textCursor = z.tuple([z.string()]);

/**
 * Cuts the one row read beyond `pageSize` and makes the next page's token from the last row shown.
 * Read `pageSize + 1` rows to use it.
 */
export function cutPage<Row>(
  rows: Row[],
  pageSize: number,
  cursorOf: (row: Row) => readonly (string | number)[],
): { rows: Row[]; nextPageToken?: string } {
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  return rows.length > pageSize && last ? { rows: shown, nextPageToken: encodePageToken(cursorOf(last)) } : { rows };
}
