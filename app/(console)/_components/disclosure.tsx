'use client';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';

/** More to read below a few words; not in the page until it is opened. */
export function Disclosure({ words, children, className }: { words: string; children: ReactNode; className?: string }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className={cn('text-12 text-fg-2', className)}>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        className="flex min-h-6 items-center gap-1.5 font-medium hover:text-fg"
      >
        <Icon as={ChevronRight} size="xs" className={cn('text-fg-3', open && 'rotate-90')} />
        {words}
      </button>
      {open ? (
        <div id={id} className="mt-1.5 grid min-w-0 gap-1.5">
          {children}
        </div>
      ) : null}
    </div>
  );
}
