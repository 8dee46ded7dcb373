'use client';
import { useEffect, useState } from 'react';
import { resolveMoment } from '@/components/time/moment';

const STEP_MS = 60_000;

/** The time to the minute before, moving on each minute: what is asked for stays the same between, and is cached. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), STEP_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** What a moment of the address means now, ISO 8601; `fallback` for a text that is no moment, null for now. */
export function useMoment(text: string, fallback: string): string | null {
  const now = useNow();
  if (text === '') return null;
  return resolveMoment(text, now) ?? resolveMoment(fallback, now);
}
