'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { type LiveRows, NO_ROWS, released, withArrivals, withPage } from '@/components/event/live-rows';
import { operationUrl } from '@/lib/client/client';
import { read } from '@/lib/client/queries';
import type { EventFilter, EventView } from '@/lib/schemas/event';

/** `live`: following. `lost`: the line broke and the browser tries again by itself. */
export type Line = 'connecting' | 'live' | 'lost';
type Batch = { events: EventView[]; missed: number };

const PAGE_SIZE = 100;
/** Drawing is most of the work, and nobody reads faster. */
const DRAW_EVERY_MS = 400;

/**
 * The newest events, and what arrives after them. Arrivals are put in at a frame, at most each 400 ms, however many come;
 * while `held` they wait, so that nothing moves under the reader. Mount it anew for another filter.
 */
export function useLiveEvents(workspaceId: string, filter: EventFilter, held: boolean) {
  const [state, setState] = useState<LiveRows>(NO_ROWS);
  const [line, setLine] = useState<Line>('connecting');
  const params = { workspaceId };
  const list = useQuery({
    ...read('events.list', { params, query: { ...filter, pageSize: PAGE_SIZE } }),
    staleTime: 0,
  });
  const page = list.data?.events;
  const shown = useRef<readonly EventView[] | undefined>(undefined);
  useEffect(() => {
    if (!page || shown.current === page) return;
    shown.current = page;
    setState((before) => withPage(before, page));
  }, [page]);

  const arrived = useRef<Batch>({ events: [], missed: 0 });
  const frame = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const drawnAt = useRef(0);
  const flush = useEffectEvent(() => {
    const { events, missed } = arrived.current;
    arrived.current = { events: [], missed: 0 };
    timer.current = undefined;
    drawnAt.current = performance.now();
    setState((before) => withArrivals(before, events, missed, held));
  });
  const again = useEffectEvent(() => void list.refetch());
  const url = operationUrl('events.stream', { params, query: filter });
  useEffect(() => {
    const source = new EventSource(url);
    let broken = false;
    source.onopen = () => {
      setLine('live');
      // What came while the line was broken is in the log.
      if (broken) again();
      broken = false;
    };
    source.onerror = () => {
      broken = true;
      setLine('lost');
    };
    source.onmessage = ({ data }) => {
      const batch = JSON.parse(data) as Batch;
      if (batch.events.length === 0 && batch.missed === 0) return;
      arrived.current.events.push(...batch.events);
      arrived.current.missed += batch.missed;
      timer.current ??= setTimeout(
        () => {
          frame.current = requestAnimationFrame(() => flush());
        },
        drawnAt.current + DRAW_EVERY_MS - performance.now(),
      );
    };
    return () => {
      source.close();
      clearTimeout(timer.current);
      timer.current = undefined;
      cancelAnimationFrame(frame.current);
    };
  }, [url]);

  useEffect(() => {
    if (!held) setState((before) => (before.waiting.length > 0 ? released(before) : before));
  }, [held]);
  return {
    ...state,
    line,
    list,
    loaded: page !== undefined,
    release: () => setState(released),
  };
}
