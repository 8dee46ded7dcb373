'use client';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { scrimClass } from '@/components/ui/dialog';

export type SheetProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Read out, not shown. */
  label: string;
  side?: 'left' | 'right';
  className?: string;
  children: ReactNode;
};

/** A part of the page that comes in from a side on narrow screens: navigation, filters. */
export function Sheet({ open, onOpenChange, label, side = 'left', className, children }: SheetProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={scrimClass} />
        <Radix.Content
          aria-describedby={undefined}
          className={cn(
            'fixed inset-y-0 z-51 w-4/5 max-w-96 animate-slide-in overflow-y-auto border-line bg-bg outline-none',
            side === 'left' ? 'left-0 border-r' : 'right-0 border-l',
            className,
          )}
        >
          <Radix.Title className="sr-only">{label}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
