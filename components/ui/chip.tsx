'use client';
import { X } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';

export type ChipProps = { name: string; value: string; mono?: boolean; onRemove: () => void };

/** A filter that is on; the whole chip removes it. */
export function Chip({ name, value, mono = true, onRemove }: ChipProps) {
  return (
    <button
      type="button"
      onClick={onRemove}
      className="inline-flex h-9 max-w-72 items-center gap-[5px] rounded-1 border border-line-strong bg-surface pr-1 pl-[7px] text-12 font-medium whitespace-nowrap text-fg-2 hover:bg-hover md:h-7"
    >
      <span className="sr-only">Remove filter</span>
      {name}
      <span className={cn('truncate', mono && 'mono')}>{value}</span>
      <span className="grid size-5 place-items-center">
        <Icon as={X} size="xs" />
      </span>
    </button>
  );
}
