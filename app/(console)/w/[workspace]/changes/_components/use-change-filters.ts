'use client';
import { resolveMoment } from '@/components/time/moment';
import { useNow } from '@/components/time/use-moment';
import { CHANGE_CAUSES, CHANGE_KINDS } from '@/lib/schemas/history';
import { useUrlFilters } from '../../../../_components/use-url-filters';

const FROM = '7d';
const FACETS = ['account', 'type', 'region', 'kind', 'cause', 'q'] as const;

/** The two moments and the filters of the page, in its URL: `?from&to&account&type&region&kind&cause&q`. */
export function useChangeFilters() {
  const { search, set } = useUrlFilters();
  const now = useNow();
  const value = (name: (typeof FACETS)[number]) => search.get(name)?.slice(0, 200) || undefined;
  const from = search.get('from') ?? FROM;
  const to = search.get('to') ?? '';
  const kind = CHANGE_KINDS.find((known) => known === value('kind'));
  const cause = CHANGE_CAUSES.find((known) => known === value('cause'));
  return {
    from,
    to,
    kind,
    cause,
    account: value('account'),
    type: value('type'),
    region: value('region'),
    q: value('q'),
    /** Whether anything but the moments narrows the page. */
    narrowed: FACETS.some((name) => value(name) !== undefined),
    query: {
      from: resolveMoment(from, now) ?? resolveMoment(FROM, now) ?? '',
      // The end of this minute, so that what was seen just now is there.
      to: resolveMoment(to, now) ?? new Date(now + 60_000).toISOString(),
      ...(value('account') ? { account: value('account') } : {}),
      ...(value('type') ? { type: value('type') } : {}),
      ...(value('region') ? { region: value('region') } : {}),
      ...(value('q') ? { q: value('q') } : {}),
      ...(kind ? { kind } : {}),
      ...(cause ? { cause } : {}),
    },
    set,
    clear: () => set(Object.fromEntries(FACETS.map((name) => [name, null]))),
  };
}

export type ChangeFilters = ReturnType<typeof useChangeFilters>;
