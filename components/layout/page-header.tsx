import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

export type PageHeaderProps = {
  title: ReactNode;
  /** Badges beside the title. */
  marks?: ReactNode;
  /** What the page is for, or the thing's ids. */
  subtitle?: ReactNode;
  /** The other buttons, then the one primary. */
  actions?: ReactNode;
  /** Keeps one small action beside the title on narrow screens. */
  inline?: boolean;
  className?: string;
};

export function PageHeader({ title, marks, subtitle, actions, inline, className }: PageHeaderProps) {
  return (
    <div className={cn('mb-5 flex items-start gap-3 md:gap-4', !inline && 'max-md:flex-wrap', className)}>
      <div className={cn('min-w-0 flex-1', !inline && 'max-md:basis-full')}>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 [overflow-wrap:anywhere]">{title}</h1>
          {marks}
        </div>
        {subtitle ? <div className="mt-0.5 flex flex-wrap items-center gap-x-3 text-fg-2">{subtitle}</div> : null}
      </div>
      {actions ? (
        <div
          className={cn(
            'flex shrink-0 items-center gap-2',
            !inline && 'flex-wrap max-md:w-full max-md:[&>*:not([aria-label])]:flex-1',
          )}
        >
          {actions}
        </div>
      ) : null}
    </div>
  );
}
