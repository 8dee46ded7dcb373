import type { ReactNode, Ref } from 'react';
import { cn } from '@/components/ui/cn';

export type ScrollRegionProps = { label: string; className?: string; ref?: Ref<HTMLElement>; children: ReactNode };

/** What scrolls takes focus, so that a keyboard can scroll it (WCAG 2.1.1), and has a name. */
export function ScrollRegion({ label, className, ref, children }: ScrollRegionProps) {
  const focusable = { tabIndex: 0 };
  return (
    <section
      {...focusable}
      ref={ref}
      aria-label={label}
      className={cn('relative focus-visible:-outline-offset-2', className)}
    >
      {children}
    </section>
  );
}
