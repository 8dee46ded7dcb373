'use client';
import type { FacetChoice } from '@/components/table/facets';
import type { Sort } from '@/components/table/types';
import { RESOURCE_SORTS, RESOURCE_STATES } from '@/lib/schemas/inventory';
import { useUrlFilters } from '../../../../_components/use-url-filters';

const FACETS = ['type', 'account', 'region', 'service'] as const;
/** Columns that one has to ask for, so that the table fits beside the filters. */
const HIDDEN_AT_FIRST = ['id', 'arn', 'service', 'seen'];

const NO_FILTERS = {
  type: null,
  account: null,
  region: null,
  service: null,
  tag: null,
  state: null,
  integrationId: null,
};

/** All state of the list, in the URL: `?q&type&account&region&service&tag&state&sort&order&columns`. */
export function useInventoryState() {
  const { search, set } = useUrlFilters();
  const many = (name: string) => search.get(name)?.split(',').filter(Boolean) ?? [];
  const state = RESOURCE_STATES.find((known) => known === search.get('state')) ?? 'live';
  const key = RESOURCE_SORTS.find((known) => known === search.get('sort')) ?? 'name';
  const hidden = new Set(search.has('hide') ? many('hide').filter((id) => id !== 'none') : HIDDEN_AT_FIRST);
  const filter = {
    q: search.get('q')?.slice(0, 200) || undefined,
    type: given(many('type')),
    account: given(many('account')),
    region: given(many('region')),
    service: given(many('service')),
    tag: given(many('tag')),
    integrationId: search.get('integrationId') ?? undefined,
    state,
  };
  const choice: FacetChoice = Object.fromEntries(
    [...FACETS.map((id) => [id, many(id)] as const), ['state', state === 'live' ? [] : [state]] as const].filter(
      ([, values]) => values.length > 0,
    ),
  );
  return {
    filter,
    choice,
    /** Whether anything but the search narrows the list. */
    narrowed: filter.tag !== undefined || filter.integrationId !== undefined || Object.keys(choice).length > 0,
    setSearch: (q: string) => set({ q }),
    /** A state excludes the others: the one chosen last counts, and none means what is present. */
    setChoice: (next: FacetChoice) =>
      set({
        ...Object.fromEntries(FACETS.map((id) => [id, next[id] ?? null])),
        state: next.state?.find((one) => one !== choice.state?.[0]) ?? next.state?.[0] ?? null,
      }),
    setTag: (tag: readonly string[]) => set({ tag }),
    clear: () => set(NO_FILTERS),
    clearAll: () => set({ ...NO_FILTERS, q: null }),
    clearIntegration: () => set({ integrationId: null }),
    sort: { key, direction: search.get('order') === 'desc' ? ('descending' as const) : ('ascending' as const) },
    setSort: (sort: Sort) =>
      set({ sort: sort.key === 'name' ? null : sort.key, order: sort.direction === 'descending' ? 'desc' : null }),
    hidden,
    setHidden: (next: ReadonlySet<string>) => set({ hide: next.size === 0 ? 'none' : [...next] }),
  };
}

export type InventoryState = ReturnType<typeof useInventoryState>;

function given(values: string[]): string[] | undefined {
  return values.length > 0 ? values : undefined;
}
