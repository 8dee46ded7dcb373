'use client';
import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { fieldBox } from '@/components/ui/input';
import { popClass, popItemClass } from '@/components/ui/menu-class';

export type SelectOption<V extends string> = { value: V; label: ReactNode; hint?: ReactNode; disabled?: boolean };

export type SelectProps<V extends string> = {
  value: V | undefined;
  onChange: (value: V) => void;
  onBlur?: () => void;
  options: readonly SelectOption<V>[];
  placeholder?: string;
  disabled?: boolean;
  mono?: boolean;
  className?: string;
  id?: string;
  'aria-label'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
};

/** One of a few known values. For many, or unknown ones, use Combobox. */
export function Select<V extends string>(props: SelectProps<V>) {
  const { value, onChange, onBlur, options, placeholder, disabled, mono, className, ...field } = props;
  return (
    <Radix.Root
      value={value ?? ''}
      onValueChange={(next) => onChange(next as V)}
      onOpenChange={(open) => (open ? undefined : onBlur?.())}
      disabled={disabled}
    >
      <Radix.Trigger
        {...field}
        className={cn(
          fieldBox,
          'h-11 w-full justify-between px-2.5 text-left focus-visible:outline-2 focus-visible:outline-ring aria-invalid:border-danger data-placeholder:text-fg-3 disabled:border-line disabled:bg-sunken disabled:text-fg-3 md:h-8',
          mono && 'mono',
          className,
        )}
      >
        <span className="min-w-0 truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <Icon as={ChevronDown} size="sm" className="text-fg-3" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className={cn(popClass, 'max-h-72 min-w-(--radix-select-trigger-width)')}
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                className={cn(popItemClass, mono && 'mono')}
              >
                <Radix.ItemText>{option.label}</Radix.ItemText>
                {option.hint ? <span className="text-12 text-fg-3">{option.hint}</span> : null}
                <Radix.ItemIndicator className="ml-auto">
                  <Icon as={Check} size="sm" className="text-accent-text" />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
