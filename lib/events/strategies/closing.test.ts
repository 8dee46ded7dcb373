import { afterEach, expect, it, vi } from 'vitest';
import { CLOSING_MS, closingAfter } from './closing';

afterEach(() => vi.useRealTimers());

it.each([false, true])(
  'ends a bounded time after the work was told to stop, for its reason (told before: %s)',
  (before) => {
    vi.useFakeTimers();
    const stop = new AbortController();
    const reason = new Error('draining');
    if (before) stop.abort(reason);
    const closing = closingAfter(stop.signal);
    vi.advanceTimersByTime(before ? 0 : 60_000);
    if (!before) stop.abort(reason);
    vi.advanceTimersByTime(CLOSING_MS - 1);
    expect(closing.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(closing.reason).toBe(reason);
  },
);
