'use client';
import { Switch as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { cn } from '@/components/ui/cn';

export type SwitchProps = {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: ReactNode;
  help?: ReactNode;
  disabled?: boolean;
  className?: string;
};

/** On or off, taking effect at once. What is saved by a button is a checkbox. */
export function Switch({ checked, onChange, label, help, disabled, className }: SwitchProps) {
  const id = useId();
  return (
    <div className={cn('flex items-start gap-3', className)}>
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        aria-describedby={help ? `${id}-help` : undefined}
        className="relative mt-px inline-flex h-[18px] w-8 shrink-0 items-center rounded-full border border-edge bg-sunken transition-colors duration-(--d-1) after:absolute after:-inset-1 disabled:cursor-not-allowed disabled:border-line data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Radix.Thumb className="block size-3 translate-x-0.5 rounded-full bg-fg-3 transition-transform duration-(--d-1) data-[state=checked]:translate-x-4 data-[state=checked]:bg-accent-fg" />
      </Radix.Root>
      <div>
        <label htmlFor={id} className="block font-medium">
          {label}
        </label>
        {help ? (
          <p id={`${id}-help`} className="text-12 text-fg-3">
            {help}
          </p>
        ) : null}
      </div>
    </div>
  );
}
