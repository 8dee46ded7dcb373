'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { operationUrl } from '@/lib/client/client';
import type { ReadId } from '@/lib/client/queries';
import { useWorkspaceId } from '../../../../../_components/session';

/** What the page shows of a resource, and lists that show it. */
const READS = [
  'resources.get',
  'resources.versions',
  'resources.whoMayAssume',
  'resources.list',
  'events.list',
] as const satisfies ReadId[];

/** Reads a resource again as soon as an event has touched it. The browser reconnects a broken stream by itself. */
export function useTouched(uid: string): void {
  const workspaceId = useWorkspaceId();
  const client = useQueryClient();
  const url = operationUrl('events.stream', { params: { workspaceId }, query: { resource: uid } });
  useEffect(() => {
    const source = new EventSource(url);
    const again = () => {
      for (const id of READS) void client.invalidateQueries({ queryKey: [id], refetchType: 'active' });
    };
    let broken = false;
    source.onopen = () => {
      if (broken) again();
      broken = false;
    };
    source.onerror = () => {
      broken = true;
    };
    source.onmessage = ({ data }) => {
      const batch = JSON.parse(data) as { events: unknown[]; missed: number };
      if (batch.events.length > 0 || batch.missed > 0) again();
    };
    return () => source.close();
  }, [url, client]);
}
