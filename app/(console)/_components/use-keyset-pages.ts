'use client';
import { useSearchParams } from 'next/navigation';
import { type ReactNode, useRef } from 'react';
import type { KeysetPage } from '@/components/table/types';
import { urlOf } from './use-url-filters';

/** Of an API that also pages backwards, whose order is not time. */
type Back = { previousPageToken: string | undefined };

/**
 * Newer and Older over an API that only knows `nextPageToken`. The position is `?page=` of the URL, so that the
 * browser's Back works; the way here is remembered, and after a reload Newer leads to the first page.
 * A second list on a page gives its own `name`. Changing filters by `useUrlFilters` starts at the first page again.
 */
export function useKeysetPages(name = 'page') {
  const search = useSearchParams();
  const token = search.get(name) ?? undefined;
  const before = useRef(new Map<string, string | undefined>());
  const go = (to: string | undefined) => {
    const next = new URLSearchParams(window.location.search);
    if (to === undefined) next.delete(name);
    else next.set(name, to);
    window.history.pushState(null, '', urlOf(next));
  };
  return {
    /** `pageToken` of the API for the page that is shown. */
    token,
    /** What DataTable's `page` takes. */
    page: (nextPageToken: string | undefined, summary: ReactNode, back?: Back): KeysetPage => ({
      summary,
      along: back ? 'order' : 'time',
      hasPrevious: token !== undefined,
      hasNext: nextPageToken !== undefined,
      onPrevious: () => go(token === undefined ? undefined : (before.current.get(token) ?? back?.previousPageToken)),
      onNext: () => {
        if (nextPageToken === undefined) return;
        before.current.set(nextPageToken, token);
        go(nextPageToken);
      },
    }),
  };
}
