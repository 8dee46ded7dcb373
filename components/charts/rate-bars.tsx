'use client';
import { fixed, largest, roundUp, upScale } from '@/components/charts/scale';
import { useWidth } from '@/components/charts/use-width';
import { count } from '@/lib/format/number';

export type RateBarsProps = {
  /** "Events a minute, last 2 hours". */
  label: string;
  values: readonly number[];
  /** A second measure as a line on a scale of its own, at the right; null: not measured, so the line has a gap. */
  line?: { label: string; values: readonly (number | null)[]; unit: string };
  /** Under the axis, evenly spread: "13:44", "14:14", "now". */
  ticks?: readonly string[];
  height?: number;
};

const EDGE = 4;
const TOP = 20;

/** A rate as thin columns. */
export function RateBars({ label, values, line, ticks = [], height = 180 }: RateBarsProps) {
  const [ref, width] = useWidth<HTMLDivElement>(520);
  const base = height - (ticks.length > 0 ? 20 : 4);
  const inner = width - 2 * EDGE;
  const step = inner / Math.max(1, values.length);
  const most = roundUp(largest(values));
  const y = upScale(most, base, TOP);
  const measured = (line?.values ?? []).filter((value) => value !== null);
  const lineMost = roundUp(largest(measured));
  const lineY = upScale(lineMost, base, TOP);
  const pieces = unbroken(line?.values ?? []).map((piece) =>
    piece.map(({ at, value }) => `${fixed(EDGE + (at + 0.5) * step)},${fixed(lineY(value))}`).join(' '),
  );
  const text = `${label}: now ${count(values.at(-1))}, at most ${count(largest(values))}${line ? `; ${line.label} now ${line.values.at(-1) ?? '—'}${line.unit}, at most ${largest(measured)}${line.unit}` : ''}`;
  return (
    <div ref={ref} className="min-w-0 overflow-hidden">
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={text}
        className="block tabular-nums"
        fontSize={11}
        fill="var(--fg-3)"
      >
        {[0.5, 1].map((part) => (
          <g key={part}>
            <line
              x1={EDGE}
              x2={width - EDGE}
              y1={Math.round(y(most * part)) + 0.5}
              y2={Math.round(y(most * part)) + 0.5}
              stroke="var(--chart-grid)"
            />
            <text x={EDGE} y={Math.round(y(most * part)) - 3.5}>
              {formatTick(most * part)}
            </text>
            {line ? (
              <text x={width - EDGE} y={Math.round(y(most * part)) - 3.5} textAnchor="end">
                {formatTick(lineMost * part)}
                {line.unit}
              </text>
            ) : null}
          </g>
        ))}
        {values.map((value, at) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place in time
            key={at}
            x={fixed(EDGE + at * step)}
            y={fixed(y(value))}
            width={fixed(Math.max(1, step - 1.5))}
            height={fixed(base - y(value))}
            fill="var(--chart-quiet)"
          />
        ))}
        {pieces.map((points) => (
          <g key={points} fill="none" strokeLinejoin="round" strokeLinecap="round">
            <polyline points={points} stroke="var(--surface)" strokeWidth={4} />
            <polyline points={points} stroke="var(--chart-2)" strokeWidth={1.75} />
          </g>
        ))}
        <line x1={EDGE} x2={width - EDGE} y1={base + 0.5} y2={base + 0.5} stroke="var(--line-strong)" />
        {ticks.map((tick, at) => (
          <text
            key={tick}
            x={fixed(EDGE + (inner * at) / Math.max(1, ticks.length - 1))}
            y={height - 5}
            textAnchor={at === 0 ? 'start' : at === ticks.length - 1 ? 'end' : 'middle'}
          >
            {tick}
          </text>
        ))}
      </svg>
    </div>
  );
}

type Point = { at: number; value: number };

/** Runs of points without a gap. One point alone is drawn from itself to itself, so that its round end shows. */
export function unbroken(values: readonly (number | null)[]): Point[][] {
  const runs: Point[][] = [];
  let open = false;
  for (const [at, value] of values.entries()) {
    if (value === null) open = false;
    else if (open) runs.at(-1)?.push({ at, value });
    else {
      runs.push([{ at, value }]);
      open = true;
    }
  }
  return runs.map((run) => (run.length === 1 ? [...run, ...run] : run));
}

function formatTick(value: number): string {
  return value < 10 && !Number.isInteger(value) ? value.toFixed(1) : count(value);
}
