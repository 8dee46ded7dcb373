import { tokenPages } from '@/lib/aws/pages';
import type { CollectContext } from '@/lib/collectors/types';

/** `tokenPages` with the database-clock time just before each request, as a ListPage wants it. */
export async function* timedPages<P>(
  ctx: CollectContext,
  fetch: (token: string | undefined) => Promise<P>,
  tokenOf: (page: P) => string | undefined,
): AsyncGenerator<{ page: P; requestStartedAt: number }> {
  let requestStartedAt = ctx.now();
  const timed = (token: string | undefined) => {
    requestStartedAt = ctx.now();
    return fetch(token);
  };
  for await (const page of tokenPages(timed, tokenOf)) yield { page, requestStartedAt };
}
