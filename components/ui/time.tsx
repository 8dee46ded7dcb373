'use client';
import { useSyncExternalStore } from 'react';
import { absoluteUtc, type Instant, relativeTime, toMillis } from '@/lib/format/time';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all times of a page; it stands still while none is shown. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const tell of listeners) tell();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** A text that depends on now: drawn again only when the text changes. */
export function useTicking(text: (now: number) => string): string {
  const read = () => text(Date.now());
  return useSyncExternalStore(subscribe, read, read);
}

export type TimeProps = {
  at: Instant | null | undefined;
  /** Shown when there is no time: "never", "none", "not known". */
  none?: string;
  className?: string;
};

/** Relative, ticking; absolute UTC on hover and for machines. */
export function Time({ at, none = 'never', className }: TimeProps) {
  const text = useTicking((now) => (at === null || at === undefined ? none : relativeTime(at, now)));
  if (at === null || at === undefined || Number.isNaN(toMillis(at))) return <span className={className}>{text}</span>;
  return (
    <time
      dateTime={new Date(toMillis(at)).toISOString()}
      title={absoluteUtc(at)}
      className={className}
      suppressHydrationWarning
    >
      {text}
    </time>
  );
}
