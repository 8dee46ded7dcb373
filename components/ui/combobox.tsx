'use client';
import { Command } from 'cmdk';
import { Check, ChevronsUpDown } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { fieldBox } from '@/components/ui/input';
import { popClass } from '@/components/ui/menu-class';

export type ComboboxOption = { value: string; label: string; hint?: string };

export type ComboboxProps = {
  value: string | undefined;
  onChange: (value: string) => void;
  onBlur?: () => void;
  options: readonly ComboboxOption[];
  /** Name of the list and its search, "Region". */
  label: string;
  placeholder?: string;
  disabled?: boolean;
  mono?: boolean;
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
};

/** One of many values, found by typing a part of its value or label. */
export function Combobox(props: ComboboxProps) {
  const { value, onChange, onBlur, options, label, placeholder = 'Choose one', disabled, mono, ...field } = props;
  const [open, setOpen] = useState(false);
  const chosen = options.find((option) => option.value === value);
  const show = (next: boolean) => {
    setOpen(next);
    if (!next) onBlur?.();
  };
  return (
    <Popover.Root open={open} onOpenChange={show}>
      <Popover.Trigger
        {...field}
        type="button"
        role="combobox"
        aria-expanded={open}
        disabled={disabled}
        className={cn(
          fieldBox,
          'h-11 w-full justify-between px-2.5 text-left aria-invalid:border-danger disabled:border-line disabled:bg-sunken disabled:text-fg-3 md:h-8',
        )}
      >
        <span className={cn('min-w-0 truncate', mono && 'mono', !chosen && 'text-fg-3')}>
          {chosen?.label ?? placeholder}
          {chosen?.hint ? <span className="ml-2 font-sans text-12 text-fg-3">{chosen.hint}</span> : null}
        </span>
        <Icon as={ChevronsUpDown} size="sm" className="text-fg-3" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          aria-label={label}
          className={cn(popClass, 'w-(--radix-popover-trigger-width) p-0')}
        >
          <Command label={label} defaultValue={value}>
            <Command.Input
              placeholder={`Find ${label.toLowerCase()}`}
              className="h-11 w-full border-line border-b bg-transparent px-3 outline-none placeholder:text-fg-3 md:h-9"
            />
            <Command.List className="max-h-64 overflow-y-auto p-1">
              <Command.Empty className="px-2 py-3 text-fg-3">Nothing matches.</Command.Empty>
              {options.map((option) => (
                <Command.Item
                  key={option.value}
                  value={option.value}
                  keywords={[option.label, option.hint ?? '']}
                  onSelect={() => {
                    onChange(option.value);
                    show(false);
                  }}
                  className="flex h-10 cursor-pointer items-center gap-2 rounded-2 px-2 data-[selected=true]:bg-selected md:h-8"
                >
                  <span className={cn('truncate', mono && 'mono')}>{option.label}</span>
                  {option.hint ? <span className="truncate text-12 text-fg-3">{option.hint}</span> : null}
                  {option.value === value ? <Icon as={Check} size="sm" className="ml-auto text-accent-text" /> : null}
                </Command.Item>
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
