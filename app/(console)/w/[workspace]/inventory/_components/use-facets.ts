'use client';
import { useQuery } from '@tanstack/react-query';
import type { Facet } from '@/components/table/facets';
import { read } from '@/lib/client/queries';
import type { ResourceSummary } from '@/lib/schemas/inventory';
import { useWorkspaceId } from '../../../../_components/session';
import type { InventoryState } from './use-inventory-state';

/**
 * The filters beside the list, with counts under the other filters. What is present is shown
 * unless a state is chosen, whose count is the total of its own list.
 */
export function useFacets(filter: InventoryState['filter'], names: ReadonlyMap<string, string>): Facet[] {
  const params = { workspaceId: useWorkspaceId() };
  const { data } = useQuery({ ...read('resources.facets', { params, query: filter }), refetchInterval: 30_000 });
  const total = (state: ResourceSummary['state']) =>
    read('resources.list', { params, query: { ...filter, state, pageSize: 1 } });
  const deleted = useQuery(total('deleted'));
  const unwatched = useQuery(total('unwatched'));
  const sorted = (values: readonly { value: string; label?: string; count: number }[] = []) =>
    [...values].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  const withNames = sorted(data?.account).map((one) => ({ ...one, label: one.label ?? names.get(one.value) }));
  return [
    { id: 'type', label: 'Type', mono: true, values: sorted(data?.type).map(({ value, count }) => ({ value, count })) },
    { id: 'account', label: 'Account', values: withNames },
    { id: 'region', label: 'Region', mono: true, values: sorted(data?.region) },
    { id: 'service', label: 'Service', mono: true, values: sorted(data?.service) },
    {
      id: 'state',
      label: 'State',
      values: [
        { value: 'deleted', count: deleted.data?.total.count ?? 0 },
        { value: 'unwatched', label: 'no longer watched', count: unwatched.data?.total.count ?? 0 },
      ],
    },
  ];
}
