'use client';
import { chosenValues, type FacetField, placed, withStates, withValues } from '@/components/query/query-edit';
import type { Facet, FacetChoice } from '@/components/table/facets';
import type { Inventory } from './use-inventory';
import type { InventoryState } from './use-inventory-state';

const FIELDS = ['type', 'account', 'region', 'service'] as const satisfies readonly FacetField[];
const STATE_LABELS = { live: 'present', deleted: 'deleted', unwatched: 'no longer watched' } as const;

/** The filters beside the list: what the query asks for is chosen, and a click writes it into the query. */
export function useFacets(state: InventoryState, { facets, names, known, at }: Inventory) {
  const { query, setQuery } = state;
  const states = chosenValues(query, known, 'state');
  const choice: FacetChoice = {
    ...Object.fromEntries(
      FIELDS.map((field) => [field, chosenValues(query, known, field)] as const).filter(
        ([, values]) => values.length > 0,
      ),
    ),
    state: states.length > 0 ? states : ['live'],
  };
  const sorted = (values: readonly { value: string; label?: string; count: number }[] = []) =>
    [...values].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  const shown: Facet[] = [
    {
      id: 'type',
      label: 'Type',
      mono: true,
      values: sorted(facets?.type).map(({ value, count }) => ({ value, count })),
    },
    {
      id: 'account',
      label: 'Account',
      values: sorted(facets?.account).map((one) => ({ ...one, label: one.label ?? names.get(one.value) })),
    },
    { id: 'region', label: 'Region', mono: true, values: sorted(facets?.region) },
    { id: 'service', label: 'Service', mono: true, values: sorted(facets?.service) },
    ...(at === null ? [{ id: 'state', label: 'State', values: stateValues(facets) }] : []),
  ];
  const onChange = (next: FacetChoice) => {
    const changed = FIELDS.find((field) => `${next[field] ?? []}` !== `${choice[field] ?? []}`);
    if (changed) setQuery(withValues(query, known, changed, next[changed] ?? []));
    else setQuery(withStates(query, known, next.state ?? []));
  };
  const on = placed(query, known).filter(({ condition }) => condition.kind !== 'text').length;
  return { facets: shown, choice, on, onChange };
}

function stateValues(facets: Inventory['facets']): Facet['values'] {
  const counted = facets && 'state' in facets ? (facets.state ?? []) : [];
  return (['live', 'deleted', 'unwatched'] as const).map((value) => ({
    value,
    label: STATE_LABELS[value],
    count: counted.find((one) => one.value === value)?.count ?? 0,
  }));
}
