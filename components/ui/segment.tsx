'use client';
import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

export type SegmentProps<V extends string> = {
  label: string;
  value: V;
  onChange: (value: V) => void;
  options: readonly { value: V; label: ReactNode }[];
  className?: string;
};

/** Switches how the same thing is shown: a view, a format, a filter of states. One is always on. */
export function Segment<V extends string>({ label, value, onChange, options, className }: SegmentProps<V>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => (next ? onChange(next as V) : undefined)}
      className={cn('inline-flex max-w-full overflow-x-auto rounded-2 border border-line-strong bg-surface', className)}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="h-9 border-line-strong px-2.5 text-12 font-medium whitespace-nowrap text-fg-2 not-first:border-l hover:bg-hover focus-visible:-outline-offset-2 data-[state=on]:bg-selected data-[state=on]:text-fg md:h-[26px]"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
