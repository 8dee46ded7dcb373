import { concurrently } from '@/lib/collectors/concurrent';
import type { CollectContext, Found, Missing, ResourceRef } from '@/lib/collectors/types';
import { orAbsent } from './absent';

const AT_ONCE = 4;

/** `getMany` for services that are read one by one: `read` answers null, or throws AWS's not-found, for a missing one. */
export async function readEach<Raw>(
  ctx: CollectContext,
  refs: readonly ResourceRef[],
  read: (ref: ResourceRef) => Promise<Raw | null>,
): Promise<{ found: Found<Raw>[]; missing: Missing[] }> {
  const found: Found<Raw>[] = [];
  const missing: Missing[] = [];
  const results = concurrently(refs, AT_ONCE, async (ref) => {
    const requestStartedAt = ctx.now();
    return { ref, requestStartedAt, raw: await orAbsent(read(ref)) };
  });
  for await (const { ref, requestStartedAt, raw } of results) {
    if (raw === null) missing.push({ ref, requestStartedAt });
    else found.push({ ref, raw, requestStartedAt });
  }
  return { found, missing };
}

/** Collects an IAM marker list into one array. */
export async function all<P, T>(pages: AsyncIterable<P>, items: (page: P) => T[] | undefined): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(...(items(page) ?? []));
  return found;
}
