'use client';
import type { z } from 'zod';
import { RateBars } from '@/components/charts/rate-bars';
import { count } from '@/lib/format/number';
import { clockUtc, duration } from '@/lib/format/time';
import type { eventStatsSchema } from '@/lib/schemas/event';

type Stats = z.output<typeof eventStatsSchema>;
type Bucket = Stats['buckets'][number];

/** Changes a minute as columns, latency p95 as a line, and the same in figures; bars of nothing while it loads. */
export function RateFigure({ stats }: { stats: Stats | undefined }) {
  const buckets = stats?.buckets ?? [];
  const minutes = (stats?.bucketSeconds ?? 60) / 60;
  const sum = (key: 'kept' | 'applied' | 'dropped' | 'quarantined') =>
    stats ? buckets.reduce((total, bucket) => total + bucket[key], 0) : undefined;
  const last = lastMeasured(buckets);
  const whole = buckets.at(-2) ?? buckets.at(-1);
  const ticks = [buckets[0], buckets[Math.floor(buckets.length / 2)]].flatMap((one) => (one ? [clockUtc(one.at)] : []));
  return (
    <div className="grid md:grid-cols-[292px_minmax(0,1fr)]">
      <dl className="grid grid-cols-2 content-center gap-x-4 gap-y-3 border-line border-b p-3 md:border-r md:border-b-0 md:p-4">
        <Figure term="Changes a minute" mark="bar" value={whole ? count(whole.kept / minutes) : '—'} />
        <Figure term="Latency, p95" mark="line" value={duration(last?.p95Ms)} />
        <Small term="Latency, p50" value={duration(last?.p50Ms)} />
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
          line={{ label: 'latency p95', values: buckets.map(({ p95Ms }) => seconds(p95Ms)), unit: ' s' }}
          ticks={stats ? [...ticks, 'now'] : []}
          height={128}
        />
      </div>
    </div>
  );
}

const seconds = (millis: number | null) => (millis === null ? null : Math.round(millis / 100) / 10);

const lastMeasured = (buckets: readonly Bucket[]) => buckets.findLast(({ p95Ms }) => p95Ms !== null);

function Figure({ term, mark, value }: { term: string; mark: 'bar' | 'line'; value: string }) {
  return (
    <div>
      <dt className="flex items-center gap-1.5 text-12 text-fg-3">
        <span aria-hidden className={mark === 'bar' ? 'size-2 bg-(--chart-quiet)' : 'h-0.5 w-2.5 bg-(--chart-2)'} />
        {term}
      </dt>
      <dd className="text-20 font-semibold tabular-nums">{value}</dd>
    </div>
  );
}

function Small({ term, value, title, bad }: { term: string; value: string; title?: string; bad?: boolean }) {
  return (
    <div className="flex gap-1.5 text-12" title={title}>
      <dt className="text-fg-3">{term}</dt>
      <dd className={bad ? 'font-medium text-warn-text tabular-nums' : 'font-medium tabular-nums'}>{value}</dd>
    </div>
  );
}
