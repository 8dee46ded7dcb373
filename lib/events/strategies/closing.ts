/** How long what was committed may still be acknowledged, and what was not be given back, after the work was told to stop. */
export const CLOSING_MS = 5_000;

/** A signal that aborts so long after `signal` does, for its reason. It listens for as long as `signal` lives: one a lease. */
export function closingAfter(signal: AbortSignal, ms = CLOSING_MS): AbortSignal {
  const closing = new AbortController();
  const wait = () => setTimeout(() => closing.abort(signal.reason), ms).unref();
  if (signal.aborted) wait();
  else signal.addEventListener('abort', wait, { once: true });
  return closing.signal;
}
