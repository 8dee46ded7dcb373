'use client';
import { useSearchParams } from 'next/navigation';

/**
 * Filters of a page, kept in its URL. `set` writes without asking the server for the page again (Next keeps
 * `useSearchParams` in step with the History API) and leaves the keyset position behind, which belongs to the old filters.
 */
export function useUrlFilters() {
  return { search: useSearchParams(), set: setFilters };
}

function setFilters(changes: Readonly<Record<string, string | readonly string[] | null | undefined>>): void {
  const next = new URLSearchParams(window.location.search);
  next.delete('page');
  for (const [name, value] of Object.entries(changes)) {
    const text = typeof value === 'string' ? value : (value ?? []).join(',');
    if (text === '') next.delete(name);
    else next.set(name, text);
  }
  window.history.replaceState(null, '', urlOf(next));
}

/** The current path with other parameters. */
export function urlOf(search: URLSearchParams): string {
  return `${window.location.pathname}${search.size > 0 ? `?${search}` : ''}`;
}
