'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '@/lib/client/queries';
import type { Choice, Vocabulary } from '@/lib/query/complete';
import type { Slot } from '@/lib/query/slot';
import type { Inventory } from './use-inventory';
import type { InventoryState } from './use-inventory-state';

/** What the field suggests: values with their counts under the rest of the query, tags loaded when one is being written. */
export function useVocabulary(state: InventoryState, { params, facets, all, at }: Inventory) {
  const [slot, setSlot] = useState<Slot | null>(null);
  const q = state.query || undefined;
  const tagKey = slot?.kind === 'value' && slot.field === 'tag' && slot.key ? slot.key : undefined;
  const tagPrefix = tagKey && slot?.kind === 'value' && slot.typed ? slot.typed : undefined;
  const keys = useQuery({
    ...read('resources.facets', { params, query: { q, include: ['tags'] } }),
    enabled: slot?.kind === 'key' && at === null,
    staleTime: 60_000,
  });
  const values = useQuery({
    ...read('resources.facets', { params, query: { q: withoutTag(q), tagKey, tagPrefix } }),
    enabled: tagKey !== undefined && at === null,
    staleTime: 30_000,
  });
  const of = (field: 'type' | 'account' | 'region' | 'service'): Choice[] => {
    const counted = facets?.[field] ?? [];
    const others = (all?.[field] ?? []).filter(({ value }) => !counted.some((one) => one.value === value));
    return [...counted, ...others.map((one) => ({ ...one, count: 0 }))];
  };
  const vocabulary: Vocabulary = {
    type: of('type'),
    account: of('account'),
    region: of('region'),
    service: of('service'),
    tagKey: keys.data?.tagKeys ?? [],
    tagValue: values.data?.tagValues ?? [],
  };
  return { vocabulary, setSlot };
}

/** The tag that is being written does not narrow its own values. */
function withoutTag(q: string | undefined): string | undefined {
  return q && /(^|\s)tag[.:]/.test(q) ? undefined : q;
}
