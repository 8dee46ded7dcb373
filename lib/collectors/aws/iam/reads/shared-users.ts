import type { CollectContext } from '@/lib/collectors/types';
import { type DetailPage, detailPages } from './authorization-details';

/**
 * The account's user pages, read once for all collectors of the job (users, access keys): each consumer walks the same
 * pages, and whoever is ahead fetches. A page that fails ends every consumer with its error.
 */
export async function* sharedUserPages(ctx: CollectContext): AsyncGenerator<DetailPage> {
  const source = await ctx.memo.once('iam:userPages', async () => startPages(ctx));
  for (let index = 0; ; index++) {
    const page = await source(index);
    if (page === null) return;
    yield page;
  }
}

/** Page n waits for page n-1, so an error there is this page's too: a broken chain never looks like its end. */
function startPages(ctx: CollectContext): (index: number) => Promise<DetailPage | null> {
  const pages = detailPages(ctx, 'User');
  const asked: Promise<DetailPage | null>[] = [];
  return (index) => {
    while (asked.length <= index) {
      const before: Promise<unknown> = asked.at(-1) ?? Promise.resolve();
      const page = before.then(async () => {
        const step = await pages.next();
        return step.done ? null : step.value;
      });
      page.catch(() => {});
      asked.push(page);
    }
    return asked[index] as Promise<DetailPage | null>;
  };
}
