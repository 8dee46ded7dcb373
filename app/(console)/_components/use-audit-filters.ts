'use client';
import type { AuditFilterValues } from '@/components/audit/audit-filters';
import { dayEnd, dayStart } from '@/components/audit/day-range';
import { useUrlFilters } from './use-url-filters';

const NAMES = ['actor', 'action', 'target', 'from', 'to'] as const satisfies (keyof AuditFilterValues)[];

/** The filters of an audit log in the URL, and the query the API gets for them. */
export function useAuditFilters() {
  const { search, set } = useUrlFilters();
  const value = (name: keyof AuditFilterValues) => search.get(name) ?? '';
  const values: AuditFilterValues = {
    actor: value('actor'),
    action: value('action'),
    target: value('target'),
    from: value('from'),
    to: value('to'),
  };
  const { actor, action, target, from, to } = values;
  return {
    values,
    filtered: NAMES.some((name) => values[name] !== ''),
    set: (changes: Partial<AuditFilterValues>) => set(changes),
    clear: () => set(Object.fromEntries(NAMES.map((name) => [name, null]))),
    query: {
      ...(actor ? { actor: actor.slice(0, 200) } : {}),
      ...(action ? { action: action.slice(0, 100) } : {}),
      ...(target ? { target: target.slice(0, 200) } : {}),
      from: dayStart(from),
      to: dayEnd(to),
    },
  };
}
