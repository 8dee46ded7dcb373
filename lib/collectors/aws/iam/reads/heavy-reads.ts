import { setImmediate as nextTurn } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { CollectContext } from '@/lib/collectors/types';

/**
 * Runs a job's large reads one after the other: answers that arrive together are parsed in one turn of the event loop,
 * and four pages of 20 ms each block it for 80. Costs no time: a list is bounded by the rate budget.
 */
export async function heavyReads(ctx: CollectContext): Promise<<T>(read: () => Promise<T>) => Promise<T>> {
  const limit = await ctx.memo.once('iam:heavyReads', async () => pLimit(1));
  return (read) =>
    limit(async () => {
      const answer = await read();
      await nextTurn();
      return answer;
    });
}
