'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { operationUrl } from '@/lib/client/client';
import type { ReadId } from '@/lib/client/queries';
import type { EventFilter, EventView } from '@/lib/schemas/event';
import { useWorkspaceId } from './session';
import { useEventStream } from './use-event-stream';

/**
 * Reads `ids` again as soon as events that match have arrived: the first at once, more of them `everyMs` after the last
 * answer at the earliest, however many arrive.
 */
export function useReread(
  filter: EventFilter,
  ids: readonly ReadId[],
  { everyMs, follow = true }: { everyMs: number; follow?: boolean },
): void {
  const client = useQueryClient();
  const url = operationUrl('events.stream', { params: { workspaceId: useWorkspaceId() }, query: filter });
  const state = useRef({ wanted: false, busy: false, gone: false });
  useEffect(() => {
    const { current } = state;
    current.gone = false;
    return () => {
      current.gone = true;
    };
  }, []);
  const again = async () => {
    const { current } = state;
    current.wanted = true;
    if (current.busy) return;
    current.busy = true;
    while (current.wanted && !current.gone) {
      current.wanted = false;
      await Promise.all(ids.map((id) => client.invalidateQueries({ queryKey: [id], refetchType: 'active' })));
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
    current.busy = false;
  };
  useEventStream(follow ? url : null, {
    open: (missed) => {
      if (missed) void again();
    },
    message: (data) => {
      const { events, missed } = JSON.parse(data) as { events: EventView[]; missed: number };
      if (events.length > 0 || missed > 0) void again();
    },
  });
}
