'use client';
import { useMemo } from 'react';
import { resolveMoment } from '@/components/time/moment';
import { useNow } from '@/components/time/use-moment';
import { EVENT_OUTCOMES, type EventFilter, type EventOutcome } from '@/lib/schemas/event';
import { urlOf, useUrlFilters } from '../../../../_components/use-url-filters';

/** Filters that hold one text. */
export const TEXT_FILTERS = [
  'account',
  'service',
  'name',
  'principal',
  'accessKey',
  'address',
  'source',
  'resource',
] as const satisfies (keyof EventFilter)[];
export type TextFilter = (typeof TEXT_FILTERS)[number];

/** All state of the page, in its URL: the filters, `?from&to` of the past, and the `event` that is open. */
export function useEventFilters() {
  const { search, set } = useUrlFilters();
  const now = useNow();
  const text = (name: string) => search.get(name)?.slice(0, 300) || undefined;
  const outcomes = (search.get('outcome') ?? '')
    .split(',')
    .filter((one): one is EventOutcome => (EVENT_OUTCOMES as readonly string[]).includes(one));
  const from = search.get('from') ?? '';
  const to = search.get('to') ?? '';
  const given = Object.fromEntries(
    TEXT_FILTERS.flatMap((name) => {
      const value = text(name);
      return value ? [[name, value] as const] : [];
    }),
  ) as Partial<Record<TextFilter, string>>;
  const link = useMemo(() => ({ href: (event: string) => hrefOf(search, event), open }), [search]);
  const since = from === '' ? null : resolveMoment(from, now);
  const until = to === '' ? null : resolveMoment(to, now);
  return {
    given,
    outcomes,
    from,
    to,
    /** A range of time was asked for: then what arrives now is not of it. */
    past: since !== null || until !== null,
    narrowed: Object.keys(given).length > 0 || outcomes.length > 0,
    filter: {
      ...given,
      ...(outcomes.length > 0 ? { outcome: outcomes.join(',') } : {}),
      ...(since ? { from: since } : {}),
      ...(until ? { to: until } : {}),
    } satisfies EventFilter,
    event: search.get('event'),
    set,
    clear: () => set(Object.fromEntries([...TEXT_FILTERS, 'outcome'].map((name) => [name, null]))),
    link,
  };
}

export type EventFilters = ReturnType<typeof useEventFilters>;

function hrefOf(search: URLSearchParams, event: string): string {
  const next = new URLSearchParams(search);
  next.set('event', event);
  return `?${next}`;
}

/** Shows an event beside the list; the page of the list stays where it is. */
function open(event: string | null): void {
  const next = new URLSearchParams(window.location.search);
  if (event === null) next.delete('event');
  else next.set('event', event);
  window.history.replaceState(null, '', urlOf(next));
}
