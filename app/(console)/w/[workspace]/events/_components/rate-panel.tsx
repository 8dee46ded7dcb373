'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { RateFigure } from '@/components/event/rate-figure';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { Segment } from '@/components/ui/segment';
import { read } from '@/lib/client/queries';
import { errorOf } from '../../../../_components/error-of';
import { useWorkspaceId } from '../../../../_components/session';

const SPANS = [
  { value: '60', label: '1 h' },
  { value: '360', label: '6 h' },
  { value: '1440', label: '24 h' },
] as const;

/** Rate of events and how long each took to be in the inventory, of one source or of all. */
export function RatePanel({ source }: { source?: string | undefined }) {
  const workspaceId = useWorkspaceId();
  const [span, setSpan] = useState<(typeof SPANS)[number]['value']>('60');
  const stats = useQuery({
    ...read('events.stats', { params: { workspaceId }, query: { minutes: Number(span), source } }),
    refetchInterval: 10_000,
  });
  const error = errorOf('Rate and latency could not be read', stats);
  return (
    <Panel
      title="Rate and latency"
      fact={source ? 'of this source' : 'of all sources'}
      flush
      end={<Segment label="Span" value={span} onChange={setSpan} options={SPANS} />}
    >
      {error && !stats.data ? <ErrorState {...error} /> : <RateFigure stats={stats.data} />}
    </Panel>
  );
}
