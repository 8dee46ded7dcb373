import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { fieldBox } from '@/components/ui/input';

export type SelectOption<V extends string> = { value: V; label: string; hint?: string; disabled?: boolean };

export type SelectProps<V extends string> = Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'children'> & {
  value: V | undefined;
  onChange: (value: V) => void;
  options: readonly SelectOption<V>[];
  /** Shown while nothing is chosen; cannot be chosen again. */
  placeholder?: string;
  mono?: boolean;
};

/** One of a few known values, by the browser's own list: it works on every device. For many values use Combobox. */
export function Select<V extends string>(props: SelectProps<V>) {
  const { value, onChange, options, placeholder = 'Choose one', mono, className, ...rest } = props;
  return (
    <span className={cn(fieldBox, 'relative h-11 md:h-8', className)}>
      <select
        {...rest}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value as V)}
        className={cn(
          'h-full w-full min-w-0 cursor-pointer appearance-none truncate bg-transparent pr-8 pl-2.5 outline-none disabled:cursor-not-allowed max-md:text-[16px] [&>option]:bg-surface [&>option]:text-fg',
          mono && 'mono max-md:text-[16px]',
        )}
      >
        {value === undefined || value === ('' as V) ? (
          <option value="" disabled>
            {placeholder}
          </option>
        ) : null}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.hint ? `${option.label}, ${option.hint}` : option.label}
          </option>
        ))}
      </select>
      <Icon as={ChevronDown} size="sm" className="pointer-events-none absolute right-2.5 text-fg-3" />
    </span>
  );
}
