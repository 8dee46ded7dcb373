'use client';
import { useSyncExternalStore } from 'react';

const MOST = 8;
const listeners = new Set<() => void>();

/** The queries last asked in this browser, newest first, by `storageKey` (of a workspace). Nothing where storage is refused. */
export function useRecentQueries(storageKey: string): { recent: readonly string[]; remember: (query: string) => void } {
  const stored = useSyncExternalStore(
    subscribe,
    () => readStored(storageKey),
    () => null,
  );
  return {
    recent: parsed(stored),
    remember: (query) => {
      const text = query.trim();
      if (text === '') return;
      const next = [text, ...parsed(readStored(storageKey)).filter((other) => other !== text)].slice(0, MOST);
      try {
        localStorage.setItem(storageKey, JSON.stringify(next));
      } catch {
        return;
      }
      for (const listener of listeners) listener();
    },
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}

function readStored(storageKey: string): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function parsed(stored: string | null): string[] {
  try {
    const value: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}
