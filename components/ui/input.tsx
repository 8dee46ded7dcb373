import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';

/** The edge of every text field: 32 px, 44 on touch; 3:1 edge; a red edge when `aria-invalid` is inside. */
export const fieldBox =
  'flex items-center gap-2 rounded-2 border border-edge bg-surface text-fg transition-colors duration-(--d-1) focus-within:border-transparent focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-ring has-[[aria-invalid=true]]:border-danger has-[:disabled]:border-line has-[:disabled]:bg-sunken has-[:disabled]:text-fg-3';

export type InputProps = ComponentProps<'input'> & {
  icon?: LucideIcon;
  /** For what a machine reads: ARNs, ids, URLs. */
  mono?: boolean;
  /** After the text: a key cap, a unit, a small button. */
  end?: ReactNode;
  boxClassName?: string;
};

export function Input({ icon, mono, end, boxClassName, className, ...rest }: InputProps) {
  return (
    <span className={cn(fieldBox, 'h-11 px-2.5 md:h-8', boxClassName)}>
      {icon ? <Icon as={icon} size="sm" className="text-fg-3" /> : null}
      <input
        autoComplete="off"
        spellCheck={mono ? false : undefined}
        {...rest}
        className={cn(
          'min-w-0 flex-1 bg-transparent outline-none placeholder:text-fg-3 max-md:text-[16px]',
          mono && 'mono max-md:text-[16px]',
          className,
        )}
      />
      {end}
    </span>
  );
}
