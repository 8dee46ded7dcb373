'use client';
import { ChevronDown } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { DropdownMenu } from '@/components/ui/dropdown-menu';
import { Icon } from '@/components/ui/icon';

type Props = {
  label: string;
  options: readonly { value: string; label: string }[];
  onChoose: (value: string) => void;
  /** Several may be chosen: these are. */
  chosen?: readonly string[];
};

/** A value of a few, or several; what is chosen shows as a chip. Without anything to choose it is not there. */
export function FilterMenu({ label, options, onChoose, chosen }: Props) {
  if (options.length === 0) return null;
  return (
    <DropdownMenu
      align="start"
      label={label}
      trigger={
        <Button size="sm">
          {label}
          <Icon as={ChevronDown} size="sm" className="text-fg-3" />
        </Button>
      }
      groups={[
        {
          id: label,
          items: options.map((option) => ({
            id: option.value,
            label: option.label,
            onSelect: () => onChoose(option.value),
            ...(chosen ? { checked: chosen.includes(option.value), keepOpen: true } : {}),
          })),
        },
      ]}
    />
  );
}
