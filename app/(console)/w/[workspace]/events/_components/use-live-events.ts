'use client';
import { useQuery } from '@tanstack/react-query';
import { startTransition, useEffect, useEffectEvent, useRef, useState } from 'react';
import { type LiveRows, NO_ROWS, released, withArrivals, withPage } from '@/components/event/live-rows';
import { operationUrl } from '@/lib/client/client';
import { read } from '@/lib/client/queries';
import type { EventFilter, EventView } from '@/lib/schemas/event';
import { useEventStream } from '../../../../_components/use-event-stream';

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
    // In slices, between which the page answers.
    startTransition(() => setState((before) => withArrivals(before, events, missed, held)));
  });
  /** What came while nobody followed is in the log; whoever holds the rows still reads it afterwards. */
  const behind = useRef(false);
  const catchUp = useEffectEvent(() => {
    if (!behind.current || held) return;
    behind.current = false;
    void list.refetch();
  });
  const url = operationUrl('events.stream', { params, query: filter });
  useEventStream(url, {
    open: (missed) => {
      setLine('live');
      behind.current ||= missed;
      catchUp();
    },
    lost: () => setLine('lost'),
    message: (data) => {
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
    },
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
      cancelAnimationFrame(frame.current);
    },
    [],
  );

  useEffect(() => {
    if (held) return;
    setState((before) => (before.waiting.length > 0 ? released(before) : before));
    catchUp();
  }, [held]);
  return {
    ...state,
    line,
    list,
    loaded: page !== undefined,
    release: () => setState(released),
  };
}
