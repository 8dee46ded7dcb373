import type { ComponentProps } from 'react';
import { cn } from '@/components/ui/cn';
import { fieldBox } from '@/components/ui/input';

/** Several lines; grows with what is typed where the browser can, and can be dragged taller. */
export function Textarea({ mono, className, rows = 3, ...rest }: ComponentProps<'textarea'> & { mono?: boolean }) {
  return (
    <span className={cn(fieldBox, 'items-stretch')}>
      <textarea
        rows={rows}
        spellCheck={mono ? false : undefined}
        {...rest}
        className={cn(
          'field-sizing-content max-h-80 min-h-16 w-full min-w-0 resize-y bg-transparent px-2.5 py-1.5 outline-none placeholder:text-fg-3 max-md:text-[16px]',
          mono && 'mono max-md:text-[16px]',
          className,
        )}
      />
    </span>
  );
}
