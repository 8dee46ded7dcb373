'use client';
import { Check, Minus } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';

export type CheckboxProps = Omit<ComponentProps<typeof Radix.Root>, 'onCheckedChange' | 'onChange' | 'children'> & {
  onChange?: (checked: boolean) => void;
};

/** The box alone: give it an `aria-label`, or use CheckboxField. `checked="indeterminate"` for some of many. */
export function Checkbox({ onChange, className, ...rest }: CheckboxProps) {
  return (
    <Radix.Root
      {...rest}
      onCheckedChange={(checked) => onChange?.(checked === true)}
      className={cn(
        'group relative inline-grid size-4 shrink-0 place-items-center rounded-1 border border-edge bg-surface align-[-3px] text-accent-fg after:absolute after:-inset-1 disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent',
        className,
      )}
    >
      <Radix.Indicator>
        <Icon as={Check} size="xs" className="block group-data-[state=indeterminate]:hidden" />
        <Icon as={Minus} size="xs" className="hidden group-data-[state=indeterminate]:block" />
      </Radix.Indicator>
    </Radix.Root>
  );
}

export type CheckboxFieldProps = CheckboxProps & { label: ReactNode; help?: ReactNode };

/** A checkbox with its words; a click on the words counts. */
export function CheckboxField({ label, help, className, id, ...rest }: CheckboxFieldProps) {
  const made = useId();
  const boxId = id ?? made;
  return (
    <div className={cn('flex gap-2.5', className)}>
      <Checkbox {...rest} id={boxId} aria-describedby={help ? `${boxId}-help` : undefined} className="mt-0.5" />
      <div>
        <label htmlFor={boxId} className="block font-medium">
          {label}
        </label>
        {help ? (
          <p id={`${boxId}-help`} className="text-12 text-fg-3">
            {help}
          </p>
        ) : null}
      </div>
    </div>
  );
}
