'use client';
import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { buttonClass } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { Tooltip } from '@/components/ui/tooltip';

const SIDES = { md: 'w-10 md:w-8', sm: 'w-9 md:w-7', xs: 'size-8 h-8 md:size-6 md:h-6' } as const;

export type IconButtonProps = Omit<ComponentProps<'button'>, 'children' | 'aria-label' | 'disabled'> & {
  /** Its name: read by screen readers and shown as tooltip. */
  label: string;
  icon: LucideIcon;
  intent?: 'secondary' | 'ghost';
  size?: keyof typeof SIDES;
  busy?: boolean;
  disabledReason?: string | false;
  /** False inside triggers of menus, where two popups would meet. */
  tooltip?: boolean;
};

export function IconButton(props: IconButtonProps) {
  const {
    label,
    icon,
    intent = 'ghost',
    size = 'md',
    busy,
    disabledReason,
    tooltip = true,
    className,
    onClick,
    ...rest
  } = props;
  const off = Boolean(busy || disabledReason);
  const button = (
    <button
      type="button"
      {...rest}
      aria-label={label}
      aria-busy={busy || undefined}
      aria-disabled={disabledReason ? true : undefined}
      onClick={off ? (event) => event.preventDefault() : onClick}
      className={cn(buttonClass({ intent, size: size === 'md' ? 'md' : 'sm' }), 'px-0', SIDES[size], className)}
    >
      <Icon as={busy ? LoaderCircle : icon} size={size === 'md' ? 'md' : 'sm'} spin={busy} className="text-fg-3" />
    </button>
  );
  return tooltip ? <Tooltip text={disabledReason ? `${label}: ${disabledReason}` : label}>{button}</Tooltip> : button;
}
