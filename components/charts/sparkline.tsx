'use client';
import { fixed, largest, stepPath, upScale } from '@/components/charts/scale';
import { useWidth } from '@/components/charts/use-width';
import { count } from '@/lib/format/number';

export type SparklineProps = {
  /** What is counted, "Keys left since March". */
  label: string;
  /** From the oldest to the newest. */
  values: readonly number[];
  height?: number;
};

/** How a count went, in steps; its last value stands beside it in text. */
export function Sparkline({ label, values, height = 40 }: SparklineProps) {
  const [ref, width] = useWidth<HTMLDivElement>(120);
  const y = upScale(largest(values), height - 4, 4);
  const points = values.map(
    (value, index) => [1 + ((width - 6) * index) / Math.max(1, values.length - 1), y(value)] as const,
  );
  const last = points.at(-1);
  const text = values.length > 0 ? `${label}: ${count(values[0])} to ${count(values.at(-1))}` : `${label}: not known`;
  return (
    <div ref={ref} className="min-w-0 flex-1 overflow-hidden">
      <svg width={width} height={height} role="img" aria-label={text} className="block">
        <line x2={width} y1={height - 3.5} y2={height - 3.5} stroke="var(--line-strong)" />
        <path d={stepPath(points)} fill="none" stroke="var(--chart-1)" strokeWidth={1.75} />
        {last ? <circle cx={fixed(last[0])} cy={fixed(last[1])} r={3} fill="var(--chart-1)" /> : null}
      </svg>
    </div>
  );
}
