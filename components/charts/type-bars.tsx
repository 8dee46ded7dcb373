import type { ReactNode } from 'react';
import { fixed, largest } from '@/components/charts/scale';
import { cn } from '@/components/ui/cn';
import { count } from '@/lib/format/number';

export type TypeBar = { id: string; label: ReactNode; title?: string; value: number };

type Props = {
  bars: readonly TypeBar[];
  label: string;
  /** `words` for labels that are prose and not types. */
  of?: 'types' | 'words';
};

/** Amounts as bars from one edge, the largest first; the number is text. */
export function TypeBars({ bars, label, of = 'types' }: Props) {
  const most = largest(bars.map((bar) => bar.value));
  return (
    <ul aria-label={label}>
      {bars.map((bar) => (
        <li
          key={bar.id}
          className={cn(
            'grid h-[26px] items-center gap-3',
            of === 'types'
              ? 'grid-cols-[minmax(0,190px)_minmax(0,1fr)_56px]'
              : 'grid-cols-[minmax(0,104px)_minmax(0,1fr)_56px] md:grid-cols-[minmax(0,190px)_minmax(0,1fr)_56px]',
          )}
        >
          <span className={cn('truncate', of === 'types' && 'mono')} title={bar.title}>
            {bar.label}
          </span>
          <svg
            aria-hidden="true"
            className="block h-1.5 w-full overflow-hidden rounded-full"
            preserveAspectRatio="none"
            viewBox="0 0 100 6"
          >
            <rect width={100} height={6} fill="var(--line)" />
            <rect width={most > 0 ? fixed((bar.value / most) * 100) : 0} height={6} fill="var(--chart-1)" />
          </svg>
          <span className="text-right tabular-nums">{count(bar.value)}</span>
        </li>
      ))}
    </ul>
  );
}
