'use client';
import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react';

type Handlers = {
  message: (data: string) => void;
  /** It follows. `missed`: what came since it was last open was not told, for the line was broken or the page hidden. */
  open?: (missed: boolean) => void;
  lost?: () => void;
};

const AGAIN_MS = 5_000;

/**
 * Follows a stream of the API while the page can be seen; null: not at all. Over HTTP/1.1 a browser has six connections to a
 * server, for all its tabs: hidden ones must not hold them. A broken line is opened again.
 */
export function useEventStream(url: string | null, handlers: Handlers): void {
  const seen = useSyncExternalStore(onVisibility, isVisible, () => true);
  const message = useEffectEvent(handlers.message);
  const open = useEffectEvent((missed: boolean) => handlers.open?.(missed));
  const lost = useEffectEvent(() => handlers.lost?.());
  const [attempt, setAttempt] = useState(0);
  /** The stream that was not followed for a while. */
  const behind = useRef<string | null>(null);
  useEffect(() => {
    if (url === null) return;
    if (!seen) {
      behind.current = url;
      return;
    }
    const source = new EventSource(url);
    source.onopen = () => {
      open(behind.current === url);
      // It opens once more when the line broke.
      behind.current = url;
    };
    let again: ReturnType<typeof setTimeout> | undefined;
    source.onerror = () => {
      lost();
      // A browser gives up at an answer that is no stream: a proxy's, while Mooring is started anew.
      if (source.readyState === EventSource.CLOSED) again = setTimeout(() => setAttempt(attempt + 1), AGAIN_MS);
    };
    source.onmessage = ({ data }) => message(data);
    source.addEventListener('end', () => source.close());
    return () => {
      clearTimeout(again);
      source.close();
    };
  }, [url, seen, attempt]);
}

const isVisible = () => document.visibilityState === 'visible';

function onVisibility(changed: () => void): () => void {
  document.addEventListener('visibilitychange', changed);
  return () => document.removeEventListener('visibilitychange', changed);
}
