import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

export type Definition = {
  term: string;
  value: ReactNode;
  mono?: boolean;
  /** Numbers: right and tabular. */
  number?: boolean;
  /** Breaks over lines; without it, one line cut with an ellipsis. */
  wrap?: boolean;
  title?: string;
};

export type DefinitionListProps = {
  items: readonly Definition[];
  /** `stacked` puts the term above its value, for narrow columns; `small` is 12 px. */
  layout?: 'beside' | 'stacked';
  small?: boolean;
  className?: string;
};

export function DefinitionList({ items, layout = 'beside', small, className }: DefinitionListProps) {
  const stacked = layout === 'stacked';
  return (
    <dl
      className={cn(
        stacked ? 'grid gap-3' : 'grid grid-cols-[auto_minmax(0,1fr)] content-start gap-x-4 gap-y-2',
        small && 'gap-y-1 text-12',
        className,
      )}
    >
      {items.map(({ term, value, mono, number, wrap, title }) => (
        <div key={term} className={stacked ? undefined : 'contents'}>
          <dt className={cn('text-fg-3', stacked && 'text-12')}>{term}</dt>
          <dd
            title={title ?? (typeof value === 'string' && !wrap ? value : undefined)}
            className={cn(
              'min-w-0',
              wrap ? '[overflow-wrap:anywhere]' : 'truncate',
              mono && 'mono leading-5',
              number && 'text-right tabular-nums',
            )}
          >
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
