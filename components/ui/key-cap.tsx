import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

/** A key to press. Hidden on touch, where there is none, and from screen readers, which would read it into the name. */
export function KeyCap({
  children,
  onSolid,
  className,
}: {
  children: ReactNode;
  onSolid?: boolean;
  className?: string;
}) {
  return (
    <kbd
      aria-hidden
      className={cn(
        'hidden h-[18px] min-w-[18px] items-center justify-center rounded-1 border px-1 font-sans text-11 leading-none font-medium md:inline-flex',
        onSolid ? 'border-current/45 text-inherit' : 'border-line-strong bg-surface text-fg-3',
        className,
      )}
    >
      {children}
    </kbd>
  );
}
