'use client';
import { type Span, SpanLanes } from '@/components/charts/span-lanes';
import { isRunning, SCOPE_WORD } from '@/components/scan/states';
import { Panel } from '@/components/ui/panel';
import { useTicking } from '@/components/ui/time';
import { duration } from '@/lib/format/time';
import type { Scan } from '@/lib/schemas/scan';

/** When each type was read and for how long. Types of one service are read beside each other. */
export function Waterfall({ scan }: { scan: Scan }) {
  const ticking = useTicking((now) => String(isRunning(scan) ? now - (now % 1000) : 0));
  const now = isRunning(scan) ? Number(ticking) : Date.parse(scan.finishedAt ?? scan.createdAt);
  const byType = new Set(scan.scopes.map(({ type }) => type)).size <= MOST_LANES;
  const parts = byType ? scopeSpans(scan) : jobSpans(scan);
  if (parts.length === 0) return null;
  const spans = parts.map((span) => ({
    ...span,
    title: `${span.state}, ${duration((span.to ?? now) - span.from)}`,
  }));
  return (
    <Panel title="Waterfall" fact={`when each ${byType ? 'type' : 'service'} was read`}>
      <SpanLanes label="Scopes over time" now={now} spans={spans} />
    </Panel>
  );
}

const MOST_LANES = 20;

const time = (at: string | null) => (at === null ? null : Date.parse(at));

function scopeSpans(scan: Scan): Span[] {
  return scan.scopes.flatMap(({ type, accountId, region, status, startedAt, finishedAt }) => {
    const from = time(startedAt);
    if (from === null) return [];
    const lane = type.replace('AWS::', '').replaceAll('::', ' ');
    return [{ id: `${accountId} ${region} ${type}`, lane, state: SCOPE_WORD[status], from, to: time(finishedAt) }];
  });
}

/** A job's lane is as bad as the worst of its scopes. */
function jobSpans(scan: Scan): Span[] {
  return scan.jobs.flatMap(({ id, service, state, startedAt, finishedAt }) => {
    const from = time(startedAt);
    if (from === null) return [];
    const bad = (['failed', 'denied', 'partial'] as const).find((status) =>
      scan.scopes.some((scope) => scope.service === service && scope.status === status),
    );
    const word = state === 'finished' ? (bad ?? 'complete') : state;
    return [{ id, lane: service, state: word, from, to: time(finishedAt) }];
  });
}
