import { classifyAwsError } from '@/lib/aws/errors';
import { concurrently } from '@/lib/collectors/concurrent';
import type { CollectContext, Gap } from '@/lib/collectors/types';
import { enrich } from './gaps';

const AT_ONCE = 4;

/** What was read, by item; what is not in `values` stays unread. One gap for the aspect, however many were refused. */
export type EachEnriched<T, V> = { values: ReadonlyMap<T, V>; gaps: Gap[] };

/**
 * One enriching call for each item, a few at a time. An item that AWS no longer knows (deleted since the list) is
 * simply left out: that is no gap.
 */
export async function enrichEach<T, V>(
  ctx: CollectContext,
  items: readonly T[],
  aspect: string,
  action: string,
  read: (item: T) => Promise<V>,
): Promise<EachEnriched<T, V>> {
  const values = new Map<T, V>();
  let gap: Gap | null = null;
  const reads = concurrently(items, AT_ONCE, async (item) => {
    const outcome = await enrich(aspect, action, ctx.signal, () => presence(read(item)));
    return { item, outcome };
  });
  for await (const { item, outcome } of reads) {
    if (outcome.gap) gap ??= outcome.gap;
    else if (outcome.value.found) values.set(item, outcome.value.value);
  }
  return { values, gaps: gap ? [gap] : [] };
}

/**
 * Tags and the like, which AWS reads for `size` items in one call. One unknown item fails such a call, so its batch is
 * then read item by item. `read` answers by item; an item without an answer has the value of `none`.
 */
export async function enrichBatches<V>(
  ctx: CollectContext,
  items: readonly string[],
  size: number,
  aspect: string,
  action: string,
  read: (items: string[]) => Promise<ReadonlyMap<string, V>>,
  none: V,
): Promise<EachEnriched<string, V>> {
  const batches = Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
  const whole = await enrichEach(ctx, batches, aspect, action, read);
  const values = new Map<string, V>();
  const put = (batch: readonly string[], found: ReadonlyMap<string, V>) => {
    for (const item of batch) values.set(item, found.get(item) ?? none);
  };
  for (const [batch, found] of whole.values) put(batch, found);
  const broken = whole.gaps.length > 0 ? [] : batches.filter((batch) => !whole.values.has(batch));
  const single = await enrichEach(ctx, broken.flat(), aspect, action, (item) => read([item]));
  for (const [item, found] of single.values) put([item], found);
  return { values, gaps: [...whole.gaps, ...single.gaps] };
}

type Presence<V> = { found: true; value: V } | { found: false };

async function presence<V>(read: Promise<V>): Promise<Presence<V>> {
  try {
    return { found: true, value: await read };
  } catch (error) {
    if (classifyAwsError(error).kind === 'notFound') return { found: false };
    throw error;
  }
}
