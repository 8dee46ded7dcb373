'use client';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { RateBars } from '@/components/charts/rate-bars';
import { cn } from '@/components/ui/cn';
import { count } from '@/lib/format/number';
import { clockUtc, duration } from '@/lib/format/time';
import type { eventStatsSchema } from '@/lib/schemas/event';

type Stats = z.output<typeof eventStatsSchema>;
type Bucket = Stats['buckets'][number];

/** Changes a minute as columns, latency as lines (p95, p50), and the same in figures; bars of nothing while it loads. */
export function RateFigure({ stats }: { stats: Stats | undefined }) {
  const buckets = stats?.buckets ?? [];
  const minutes = (stats?.bucketSeconds ?? 60) / 60;
  const sum = (key: 'kept' | 'applied' | 'dropped' | 'quarantined') =>
    stats ? buckets.reduce((total, bucket) => total + bucket[key], 0) : undefined;
  const last = lastMeasured(buckets);
  const whole = buckets.at(-2) ?? buckets.at(-1);
  const ticks = [buckets[0], buckets[Math.floor(buckets.length / 2)]].flatMap((one) => (one ? [clockUtc(one.at)] : []));
  return (
    <div className="grid md:grid-cols-[324px_minmax(0,1fr)]">
      <dl className="grid grid-cols-2 content-center gap-x-4 gap-y-3 border-line border-b p-3 md:border-r md:border-b-0 md:p-4">
        <Figure
          term="Changes a minute"
          mark={<Mark className="h-2 bg-(--chart-quiet)" />}
          value={whole ? count(Math.round(whole.kept / minutes)) : '—'}
        />
        <Figure term="Latency, p95" mark={<Mark className="h-0.5 bg-(--chart-2)" />} value={duration(last?.p95Ms)} />
        <Small term="Latency, p50" mark={<Mark className="h-0.5 bg-(--chart-4)" />} value={duration(last?.p50Ms)} />
        <Small term="Changed" value={count(sum('applied'))} />
        <Small
          term="Left out"
          value={count(sum('dropped'))}
          title="Calls that only read or failed, and other accounts’"
        />
        <Small term="Quarantined" value={count(sum('quarantined'))} bad={Boolean(sum('quarantined'))} />
      </dl>
      <div className="min-w-0 p-3 md:px-4">
        <RateBars
          label="Changes a minute"
          values={buckets.map(({ kept }) => kept / minutes)}
          lines={[
            { label: 'latency p95', values: buckets.map(({ p95Ms }) => seconds(p95Ms)) },
            { label: 'latency p50', values: buckets.map(({ p50Ms }) => seconds(p50Ms)) },
          ]}
          unit=" s"
          ticks={stats ? [...ticks, 'now'] : []}
          height={128}
        />
      </div>
    </div>
  );
}

const seconds = (millis: number | null) => (millis === null ? null : Math.round(millis / 100) / 10);

const lastMeasured = (buckets: readonly Bucket[]) => buckets.findLast(({ p95Ms }) => p95Ms !== null);

/** Which of the picture's marks a figure is. */
function Mark({ className }: { className: string }) {
  return <span aria-hidden className={cn('w-2.5 shrink-0', className)} />;
}

function Figure({ term, mark, value }: { term: string; mark: ReactNode; value: string }) {
  return (
    <div>
      <dt className="flex items-center gap-1.5 text-12 text-fg-3">
        {mark}
        {term}
      </dt>
      <dd className="text-20 font-semibold tabular-nums">{value}</dd>
    </div>
  );
}

type SmallProps = { term: string; mark?: ReactNode; value: string; title?: string; bad?: boolean };

function Small({ term, mark, value, title, bad }: SmallProps) {
  return (
    <div className="flex gap-1.5 text-12 whitespace-nowrap" title={title}>
      <dt className="flex items-center gap-1.5 text-fg-3">
        {mark}
        {term}
      </dt>
      <dd className={bad ? 'font-medium text-warn-text tabular-nums' : 'font-medium tabular-nums'}>{value}</dd>
    </div>
  );
}
