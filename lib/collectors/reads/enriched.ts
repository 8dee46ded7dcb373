import { concurrently } from '@/lib/collectors/concurrent';
import type { CollectContext, Gap } from '@/lib/collectors/types';
import { type Enrichment, enrich } from './gaps';

const AT_ONCE = 4;

/** One enrichment of one resource: what it fills, the IAM action it needs, and the call. */
export type Aspect<T> = { aspect: string; action: string; read: () => Promise<T> };

/** Reads an aspect; null and a gap when AWS refuses. */
export function readAspect<T>(ctx: CollectContext, { aspect, action, read }: Aspect<T>): Promise<Enrichment<T>> {
  return enrich(aspect, action, ctx.signal, read);
}

/** `work` over the items of one page, a few at once. Gaps of many resources that say the same are told once. */
export async function withAspects<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<{ raw: R; gaps: readonly (Gap | null)[] }>,
): Promise<{ items: R[]; gaps: Gap[] }> {
  const raws: R[] = [];
  const gaps = new Map<string, Gap>();
  for await (const { raw, gaps: found } of concurrently(items, AT_ONCE, work)) {
    raws.push(raw);
    for (const gap of found) if (gap) gaps.set(`${gap.aspect} ${gap.action} ${gap.code}`, gap);
  }
  return { items: raws, gaps: [...gaps.values()] };
}
