'use client';
import type { LucideIcon } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';

export type RadioCard<V extends string> = {
  value: V;
  title: ReactNode;
  text?: ReactNode;
  icon?: LucideIcon;
  /** Why it cannot be chosen yet; shown in the card. */
  disabledReason?: string;
};

export type RadioCardsProps<V extends string> = {
  label: string;
  value: V | undefined;
  onChange: (value: V) => void;
  onBlur?: () => void;
  cards: readonly RadioCard<V>[];
  className?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
};

/** A choice that needs explaining: one card each, the whole card is the target. */
export function RadioCards<V extends string>(props: RadioCardsProps<V>) {
  const { label, value, onChange, onBlur, cards, className, ...field } = props;
  const base = useId();
  return (
    <RadioGroup.Root
      {...field}
      aria-label={label}
      value={value ?? null}
      onValueChange={(next) => onChange(next as V)}
      onBlur={onBlur}
      className={cn('grid gap-3 md:grid-cols-2', className)}
    >
      {cards.map((card) => {
        const id = `${base}-${card.value}`;
        return (
          <label
            key={card.value}
            htmlFor={id}
            className={cn(
              'flex gap-3 rounded-3 border p-3.5 transition-colors duration-(--d-1)',
              card.disabledReason ? 'border-line bg-sunken' : 'border-line-strong bg-surface hover:bg-hover',
              value === card.value && 'border-accent bg-accent-soft hover:bg-accent-soft',
            )}
          >
            <RadioGroup.Item
              id={id}
              value={card.value}
              disabled={Boolean(card.disabledReason)}
              aria-labelledby={`${id}-title`}
              aria-describedby={`${id}-text`}
              className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-edge bg-surface disabled:cursor-not-allowed disabled:border-line data-[state=checked]:border-accent"
            >
              <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
            </RadioGroup.Item>
            <span className="grid min-w-0 flex-1 content-start gap-0.5">
              <span
                id={`${id}-title`}
                className={cn('flex items-center gap-2 font-medium', card.disabledReason && 'text-fg-3')}
              >
                {card.icon ? <Icon as={card.icon} size="sm" className="text-fg-3" /> : null}
                {card.title}
              </span>
              <span id={`${id}-text`} className={cn('text-12', card.disabledReason ? 'text-fg-3' : 'text-fg-2')}>
                {card.text} {card.disabledReason ? <span className="text-fg-3">{card.disabledReason}</span> : null}
              </span>
            </span>
          </label>
        );
      })}
    </RadioGroup.Root>
  );
}
