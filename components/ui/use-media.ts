'use client';
import { useCallback, useSyncExternalStore } from 'react';

/** Under this width a row has two lines and a pane lies over the page: Tailwind's `md`. */
export const NARROW = '(max-width: 767px)';

/** Whether a media query holds now. On the server, where there is no screen, it does not. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (tell: () => void) => {
      const media = matchMedia(query);
      media.addEventListener('change', tell);
      return () => media.removeEventListener('change', tell);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
}
