'use client';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { IconButton } from '@/components/ui/icon-button';

export const scrimClass = 'fixed inset-0 z-50 animate-rise bg-overlay';

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** A sentence read out with the title. */
  description?: ReactNode;
  /** Buttons at the right; the one that acts is last. */
  actions?: ReactNode;
  wide?: boolean;
  children?: ReactNode;
};

/** A question or a short form above the page. Never for errors. Esc and the scrim close it; focus goes back. */
export function Dialog({ open, onOpenChange, title, description, actions, wide, children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={scrimClass} />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cn(
            'fixed top-1/2 left-1/2 z-51 grid max-h-[calc(100dvh-48px)] w-[calc(100vw-24px)] -translate-1/2 animate-rise gap-3 overflow-y-auto rounded-4 border border-line-strong bg-surface p-5 shadow-pop outline-none',
            wide ? 'max-w-[720px]' : 'max-w-[440px]',
          )}
        >
          <Radix.Title className="min-w-0 pr-8 text-16 font-semibold break-words">{title}</Radix.Title>
          {description ? (
            <Radix.Description asChild>
              <div className="text-fg-2">{description}</div>
            </Radix.Description>
          ) : null}
          {children}
          {actions ? <div className="mt-1 flex flex-wrap justify-end gap-2">{actions}</div> : null}
          {/* Last, so that the first field or button of the dialog gets the focus. */}
          <Radix.Close asChild>
            <IconButton label="Close" icon={X} size="xs" tooltip={false} className="absolute top-4 right-4" />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
