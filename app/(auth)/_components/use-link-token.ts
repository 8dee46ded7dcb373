'use client';
import { useEffect, useState } from 'react';

/**
 * The one-time secret of `?token=`, taken out of the address bar at once, so that neither history, a screenshot nor
 * a bookmark keeps it. undefined until it was read, null when there is none.
 */
export function useLinkToken(): string | null | undefined {
  const [token, setToken] = useState<string | null>();
  useEffect(() => {
    const found = new URLSearchParams(window.location.search).get('token');
    if (found !== null) window.history.replaceState(window.history.state, '', window.location.pathname);
    setToken((before) => before ?? found);
  }, []);
  return token;
}
