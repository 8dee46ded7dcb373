'use client';
import { type ReactNode, useId } from 'react';
import { cn } from '@/components/ui/cn';
import { CopyButton } from '@/components/ui/copy-button';

export type ReadOnlyFieldProps = {
  label: string;
  /** Why it cannot be changed: "made by Mooring, cannot be changed". */
  aside?: ReactNode;
  value: string;
  help?: ReactNode;
  mono?: boolean;
  className?: string;
};

/** A value to be read and copied: sunken, selectable, with copy. */
export function ReadOnlyField({ label, aside, value, help, mono = true, className }: ReadOnlyFieldProps) {
  const id = useId();
  return (
    <div className={cn('grid content-start gap-1.5', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
        {aside ? <span className="font-normal text-fg-3"> {aside}</span> : null}
      </label>
      <span className="flex h-11 items-center gap-2 rounded-2 border border-line bg-sunken pr-1 pl-2.5 focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-ring md:h-8">
        <input
          id={id}
          readOnly
          value={value}
          title={value}
          aria-describedby={help ? `${id}-below` : undefined}
          onFocus={(event) => event.currentTarget.select()}
          className={cn('min-w-0 flex-1 truncate bg-transparent text-fg-2 outline-none', mono && 'mono')}
        />
        <CopyButton text={value} label={`Copy ${label}`} size="xs" intent="ghost" />
      </span>
      {help ? (
        <p id={`${id}-below`} className="text-12 text-fg-3">
          {help}
        </p>
      ) : null}
    </div>
  );
}
