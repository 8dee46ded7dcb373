'use client';
import { useCallback, useEffect } from 'react';
import type { Sort } from '@/components/table/types';
import { RESOURCE_SORTS } from '@/lib/schemas/inventory';
import type { Shown } from '@/lib/schemas/view';
import { useUrlFilters } from '../../../../_components/use-url-filters';
import { LINKED_FILTERS, queryOf } from './linked-filters';

const NO_LINKED = Object.fromEntries(LINKED_FILTERS.map((name) => [name, null]));

/**
 * All state of the list, in the URL: `?q&columns&sort&order&at&view`. Filters that links of other pages carry are written
 * into `q` at once, so that the address, the API and the CLI say the same.
 */
export function useInventoryState() {
  const { search, set } = useUrlFilters();
  const query = queryOf(search);
  const linked = LINKED_FILTERS.some((name) => search.has(name));
  const sort = RESOURCE_SORTS.find((known) => known === search.get('sort')) ?? 'name';
  const order = search.get('order') === 'desc' ? ('desc' as const) : ('asc' as const);
  const columns = search.get('columns')?.split(',').filter(Boolean) ?? [];
  const setQuery = useCallback((q: string) => set({ ...NO_LINKED, q }), [set]);
  useEffect(() => {
    if (linked) setQuery(query);
  }, [linked, query, setQuery]);
  return {
    /** The query as it is written. */
    query,
    setQuery,
    /** Empty: the usual ones of what is asked for. */
    columns,
    setColumns: (next: readonly string[]) => set({ columns: next }),
    sort,
    order,
    tableSort: { key: sort, direction: order === 'desc' ? ('descending' as const) : ('ascending' as const) },
    setSort: (next: Sort) =>
      set({ sort: next.key === 'name' ? null : next.key, order: next.direction === 'descending' ? 'desc' : null }),
    /** A moment of the past as the address keeps it; empty is now. */
    at: search.get('at') ?? '',
    setAt: (at: string) => set({ at }),
    view: search.get('view'),
    /** Whether the address says nothing beside the view's name. */
    bare: !['q', 'columns', 'sort', 'order'].some((name) => search.has(name)) && !linked,
    show: (view: string | null, { query: q, columns: chosen, sort: by, order: way }: Shown) =>
      set({
        ...NO_LINKED,
        view,
        q,
        columns: chosen,
        sort: by === 'name' ? null : by,
        order: way === 'desc' ? way : null,
      }),
  };
}

export type InventoryState = ReturnType<typeof useInventoryState>;
