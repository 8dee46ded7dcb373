'use client';
import { fixed, largest, roundUp, upScale } from '@/components/charts/scale';
import { useWidth } from '@/components/charts/use-width';
import { count } from '@/lib/format/number';

export type RateBarsProps = {
  /** "Events a minute, last 2 hours". */
  label: string;
  values: readonly number[];
  /** Second measures as lines on one scale of their own, at the right; null: not measured, so the line has a gap. */
  lines?: readonly RateLine[];
  /** Of the lines: " s". */
  unit?: string;
  /** Under the axis, evenly spread: "13:44", "14:14", "now". */
  ticks?: readonly string[];
  height?: number;
};

export type RateLine = { label: string; values: readonly (number | null)[] };

/** Of the lines, in order. Columns are quiet, so that lines can lie on them. */
export const LINE_COLOURS = ['var(--chart-2)', 'var(--chart-4)'] as const;

const EDGE = 4;
const TOP = 20;
/** Of a digit on an axis, at most. */
const DIGIT = 7;

/** A rate as thin columns. What stands on the axes lies beside them, not over them. */
export function RateBars({ label, values, lines = [], unit = '', ticks = [], height = 180 }: RateBarsProps) {
  const [ref, width] = useWidth<HTMLDivElement>(520);
  const base = height - (ticks.length > 0 ? 20 : 4);
  const most = roundUp(largest(values));
  const y = upScale(most, base, TOP);
  const lineMost = roundUp(largest(lines.flatMap((line) => measured(line))));
  const lineY = upScale(lineMost, base, TOP);
  const leftWords = [0.5, 1].map((part) => formatTick(most * part));
  const rightWords = [0.5, 1].map((part) => (lines.length > 0 ? `${formatTick(lineMost * part)}${unit}` : ''));
  const from = EDGE + gutter(leftWords);
  const to = width - EDGE - gutter(rightWords);
  const inner = Math.max(0, to - from);
  const step = inner / Math.max(1, values.length);
  const pieces = lines.flatMap(({ label: name, values: measures }, index) =>
    unbroken(measures).map((piece) => ({
      id: `${name} ${piece[0]?.at}`,
      colour: LINE_COLOURS[index % LINE_COLOURS.length],
      points: piece.map(({ at, value }) => `${fixed(from + (at + 0.5) * step)},${fixed(lineY(value))}`).join(' '),
    })),
  );
  const text = [
    `${label}: now ${count(values.at(-1))}, at most ${count(largest(values))}`,
    ...lines.map((line) => {
      const now = line.values.at(-1);
      return `${line.label}: now ${now == null ? '—' : `${now}${unit}`}, at most ${largest(measured(line))}${unit}`;
    }),
  ].join('; ');
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
        {[0.5, 1].map((part, index) => {
          const at = Math.round(y(most * part)) + 0.5;
          return (
            <g key={part}>
              <line x1={from} x2={to} y1={at} y2={at} stroke="var(--chart-grid)" />
              <text x={EDGE} y={at + 4}>
                {leftWords[index]}
              </text>
              <text x={width - EDGE} y={at + 4} textAnchor="end">
                {rightWords[index]}
              </text>
            </g>
          );
        })}
        {values.map((value, at) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place in time
            key={at}
            x={fixed(from + at * step)}
            y={fixed(y(value))}
            width={fixed(Math.max(1, step - 1.5))}
            height={fixed(base - y(value))}
            fill="var(--chart-quiet)"
          />
        ))}
        {pieces.map(({ id, points, colour }) => (
          <g key={id} fill="none" strokeLinejoin="round" strokeLinecap="round">
            <polyline points={points} stroke="var(--surface)" strokeWidth={4} />
            <polyline points={points} stroke={colour} strokeWidth={1.75} />
          </g>
        ))}
        <line x1={from} x2={to} y1={base + 0.5} y2={base + 0.5} stroke="var(--line-strong)" />
        {ticks.map((tick, at) => (
          <text
            key={tick}
            x={fixed(from + (inner * at) / Math.max(1, ticks.length - 1))}
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

const measured = ({ values }: RateLine) => values.filter((value) => value !== null);

/** Room for the longest of what stands on an axis; none for nothing. */
function gutter(words: readonly string[]): number {
  const longest = largest(words.map((word) => word.length));
  return longest > 0 ? longest * DIGIT + 4 : 0;
}

function formatTick(value: number): string {
  return value < 10 && !Number.isInteger(value) ? value.toFixed(1) : count(value);
}
