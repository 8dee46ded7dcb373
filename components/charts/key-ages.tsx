'use client';
import { fixed, largest, upScale } from '@/components/charts/scale';
import { useWidth } from '@/components/charts/use-width';
import { count, plural } from '@/lib/format/number';

export type AgeBin = {
  label: string;
  count: number /** Past the limit, and long past it. */;
  level: 'fine' | 'old' | 'ancient';
};

export type KeyAgesProps = {
  bins: readonly AgeBin[];
  /** "rotate within 90 days". The dashed line stands before the first bin past it. */
  limitLabel: string;
  height?: number;
};

const FILL = { fine: 'var(--chart-1)', old: 'var(--chart-2)', ancient: 'var(--chart-5)' } as const;
const TOP = 36;
const BOTTOM = 22;

/** Access keys by age, with the policy's limit. Each column has its number on it. */
export function KeyAges({ bins, limitLabel, height = 196 }: KeyAgesProps) {
  const [ref, width] = useWidth<HTMLDivElement>(480);
  const step = width / Math.max(1, bins.length);
  const bar = Math.min(56, step - (width < 420 ? 4 : 10));
  const base = height - BOTTOM;
  const y = upScale(largest(bins.map((bin) => bin.count)), base, TOP);
  const first = bins.findIndex((bin) => bin.level !== 'fine');
  const limit = (first < 0 ? bins.length : first) * step;
  const past = bins.reduce((sum, bin) => sum + (bin.level === 'fine' ? 0 : bin.count), 0);
  const all = bins.reduce((sum, bin) => sum + bin.count, 0);
  const label = `Keys by age: ${bins.map((bin) => `${bin.label} ${bin.count}`).join(', ')}. ${plural(past, 'key')} of ${all} past the limit: ${limitLabel}.`;
  const right = limit > width - 140;
  return (
    <div ref={ref} className="min-w-0 overflow-hidden">
      <svg width={width} height={height} role="img" aria-label={label} className="block tabular-nums" fontSize={11}>
        <line x2={width} y1={base + 0.5} y2={base + 0.5} stroke="var(--line-strong)" />
        <line x1={fixed(limit)} x2={fixed(limit)} y1={4} y2={base} stroke="var(--fg-3)" strokeDasharray="3 3" />
        <text x={fixed(limit + (right ? -6 : 6))} y={12} textAnchor={right ? 'end' : 'start'} fill="var(--fg-3)">
          {limitLabel}
        </text>
        {bins.map((bin, index) => {
          const x = index * step + (step - bar) / 2;
          const top = y(bin.count);
          return (
            <g key={bin.label} textAnchor="middle">
              {bin.count > 0 ? (
                <rect
                  x={fixed(x)}
                  y={fixed(top)}
                  width={fixed(bar)}
                  height={fixed(Math.max(1, base - top))}
                  rx={2}
                  fill={FILL[bin.level]}
                />
              ) : null}
              <text
                x={fixed(x + bar / 2)}
                y={fixed(top - 6)}
                fill={bin.count > 0 ? 'var(--fg)' : 'var(--fg-3)'}
                fontWeight={550}
              >
                {count(bin.count)}
              </text>
              <text x={fixed(x + bar / 2)} y={height - 6} fill="var(--fg-3)">
                {bin.label}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
