'use client';
import type { ReactNode } from 'react';
import { fixed, timeScale } from '@/components/charts/scale';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { type StateName, stateLook } from '@/components/ui/states';
import { duration } from '@/lib/format/time';

export type Span = {
  id: string;
  /** One row: a job, an account and service, a person's session. */
  lane: string;
  state: StateName;
  /** Milliseconds since the epoch; a running span has no end yet. */
  from: number;
  to: number | null;
  title?: string;
};

export type SpanLanesProps = {
  label: string;
  spans: readonly Span[];
  /** The end of what runs, and of the axis when something does. */
  now: number;
  /** Words at the right of a lane instead of its time. */
  meta?: (lane: string) => ReactNode;
};

export type Lane = { name: string; spans: readonly Span[]; from: number; to: number };

/** Lanes by when they began, and the whole extent. Spans without an end reach to `now`. */
export function toLanes(spans: readonly Span[], now: number): { lanes: Lane[]; from: number; to: number } {
  const names = [...new Set(spans.map((span) => span.lane))];
  const lanes = names
    .map((name) => {
      const own = spans.filter((span) => span.lane === name);
      return {
        name,
        spans: own,
        from: Math.min(...own.map((span) => span.from)),
        to: Math.max(...own.map((span) => span.to ?? now)),
      };
    })
    .sort((a, b) => a.from - b.from || a.name.localeCompare(b.name));
  return {
    lanes,
    from: Math.min(now, ...lanes.map((lane) => lane.from)),
    to: Math.max(...lanes.map((lane) => lane.to), 0),
  };
}

/** When each part of a run began and how long it took: a scan's waterfall, a rollout's plan. Words and times in text. */
export function SpanLanes({ label, spans, now, meta }: SpanLanesProps) {
  const { lanes, from, to } = toLanes(spans, now);
  if (lanes.length === 0) return <p className="text-fg-3">Nothing has started.</p>;
  const x = timeScale(from, to, 100);
  return (
    <ScrollRegion label={label} className="overflow-x-auto">
      <table className="w-full min-w-[440px] table-fixed text-12">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr className="text-11 text-fg-3">
            <th scope="col" className="w-[150px] pb-1 text-left font-normal">
              Part
            </th>
            <th scope="col" className="pb-1 font-normal">
              <span className="flex justify-between">
                <span>0 s</span>
                <span>{duration((to - from) / 2)}</span>
                <span>{duration(to - from)}</span>
              </span>
            </th>
            <th scope="col" className="w-[76px] pb-1 text-right font-normal">
              Took
            </th>
          </tr>
        </thead>
        <tbody>
          {lanes.map((lane) => (
            <tr key={lane.name} className="h-[26px]">
              <th scope="row" title={lane.name} className="truncate pr-3 text-left font-normal text-fg-2">
                {lane.name}
              </th>
              <td>
                <svg aria-hidden="true" className="block h-3 w-full" viewBox="0 0 100 12" preserveAspectRatio="none">
                  <line x2={100} y1={6} y2={6} stroke="var(--chart-grid)" vectorEffect="non-scaling-stroke" />
                  {lane.spans.map((span) => (
                    <rect
                      key={span.id}
                      data-tone={stateLook(span.state).tone}
                      x={fixed(x(span.from))}
                      y={2}
                      width={Math.max(0.4, x(span.to ?? now) - x(span.from)).toFixed(2)}
                      height={8}
                      className={FILLS[stateLook(span.state).tone]}
                    />
                  ))}
                </svg>
                <span className="sr-only">{lane.spans.map((span) => span.title ?? span.state).join(', ')}</span>
              </td>
              <td className="text-right text-fg-2 tabular-nums">
                {meta?.(lane.name) ?? duration(lane.to - lane.from)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** What went well is the chart's own colour; only what did not is a state's. */
const FILLS = {
  success: 'fill-(--chart-1)',
  accent: 'fill-(--chart-1)',
  neutral: 'fill-(--chart-6)',
  info: 'fill-info',
  warn: 'fill-warn',
  danger: 'fill-danger',
} as const;
