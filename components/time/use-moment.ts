'use client';
import { useEffect, useState } from 'react';
import { resolveMoment } from '@/components/time/moment';

const STEP_MS = 60_000;

const minute = () => Math.floor(Date.now() / STEP_MS) * STEP_MS;

/** The beginning of this minute: what is asked for stays the same within it, on the server too, and is cached. */
export function useNow(): number {
  const [now, setNow] = useState(minute);
  useEffect(() => {
    const timer = setInterval(() => setNow(minute()), STEP_MS / 4);
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
