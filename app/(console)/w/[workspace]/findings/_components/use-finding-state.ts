'use client';
import type { FacetChoice } from '@/components/table/facets';
import { FINDING_STATES, RULE_IDS, type RuleId, SEVERITIES, type Severity } from '@/lib/schemas/finding';
import { useUrlFilters } from '../../../../_components/use-url-filters';

const FACETS = ['severity', 'account', 'type'] as const;

/** All state of the page, in the URL: `?state&rule&severity&account&type&q&finding`. What is no choice is left out. */
export function useFindingState() {
  const { search, set } = useUrlFilters();
  const many = (name: string) => search.get(name)?.split(',').filter(Boolean) ?? [];
  const rule = many('rule').filter((one): one is RuleId => (RULE_IDS as readonly string[]).includes(one));
  const severity = many('severity').filter((one): one is Severity => (SEVERITIES as readonly string[]).includes(one));
  const filter = {
    state: FINDING_STATES.find((known) => known === search.get('state')) ?? ('open' as const),
    q: search.get('q')?.slice(0, 200) || undefined,
    rule: given(rule),
    severity: given(severity),
    account: given(many('account')),
    type: given(many('type')),
  };
  const choice: FacetChoice = Object.fromEntries(
    FACETS.map((id) => [id, filter[id] ?? []] as const).filter(([, values]) => values.length > 0),
  );
  return {
    filter,
    choice,
    finding: search.get('finding'),
    narrowed: Boolean(filter.q || filter.rule || Object.keys(choice).length > 0),
    setState: (state: (typeof FINDING_STATES)[number]) => set({ state: state === 'open' ? null : state }),
    setSearch: (q: string) => set({ q }),
    setChoice: (next: FacetChoice) => set(Object.fromEntries(FACETS.map((id) => [id, next[id] ?? null]))),
    toggleRule: (one: RuleId) =>
      set({ rule: rule.includes(one) ? rule.filter((other) => other !== one) : [...rule, one] }),
    clear: () => set({ rule: null, severity: null, account: null, type: null, q: null }),
    open: (finding: string | null) => {
      // The page of the list stays where it is.
      const next = new URLSearchParams(window.location.search);
      if (finding === null) next.delete('finding');
      else next.set('finding', finding);
      window.history.replaceState(null, '', `${window.location.pathname}${next.size > 0 ? `?${next}` : ''}`);
    },
  };
}

function given<V>(values: V[]): V[] | undefined {
  return values.length > 0 ? values : undefined;
}

export type FindingState = ReturnType<typeof useFindingState>;
