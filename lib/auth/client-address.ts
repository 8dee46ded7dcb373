import { isIP } from 'node:net';

/** better-auth reads the address from this header only; the route sets it, so that a client cannot. */
export const CLIENT_ADDRESS_HEADER = 'x-mooring-client-address';

/**
 * The address a request came from: the last entry of X-Forwarded-For, which our own proxy (or Next, without one)
 * appended; earlier entries are the client's word. null when there is none.
 */
export function clientAddress(headers: Headers): string | null {
  const last = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  const bare = last.startsWith('::ffff:') ? last.slice('::ffff:'.length) : last;
  return isIP(bare) ? bare : null;
}
