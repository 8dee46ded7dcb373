'use client';
import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle, type LucideIcon } from 'lucide-react';
import { Slot } from 'radix-ui';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { KeyCap } from '@/components/ui/key-cap';

const OFF =
  'aria-disabled:cursor-not-allowed aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-fg-3';

/** The look of a button, for links that are one (`<Link className={buttonClass({ intent: 'primary' })}>`). */
export const buttonClass = cva(
  `inline-flex items-center justify-center gap-1.5 rounded-2 border font-medium whitespace-nowrap select-none transition-colors duration-(--d-1) ease-quick ${OFF}`,
  {
    variants: {
      intent: {
        primary: 'border-transparent bg-accent text-accent-fg not-aria-disabled:hover:bg-accent-hover',
        secondary:
          'border-line-strong bg-surface text-fg not-aria-disabled:hover:bg-hover not-aria-disabled:active:bg-selected',
        ghost:
          'border-transparent bg-transparent text-fg-2 not-aria-disabled:hover:bg-hover not-aria-disabled:active:bg-selected aria-disabled:border-transparent aria-disabled:bg-transparent',
        danger: 'border-transparent bg-danger text-danger-fg not-aria-disabled:hover:bg-danger-hover',
      },
      size: {
        md: 'h-10 px-3 md:h-8',
        sm: 'h-9 px-2.5 text-12 md:h-7',
      },
    },
    defaultVariants: { intent: 'secondary', size: 'md' },
  },
);

export type ButtonProps = Omit<ComponentProps<'button'>, 'disabled'> &
  VariantProps<typeof buttonClass> & {
    icon?: LucideIcon;
    /** The verb while it works, "Verifying". The button keeps its width and refuses further clicks. */
    busy?: string | false;
    /** Why it cannot be used now. Said to screen readers and on hover; write it beside the button too. */
    disabledReason?: string | false;
    /** A plain disabled button; prefer `disabledReason`. */
    disabled?: boolean;
    keyCap?: string;
    /** Renders the only child (a link) with the look of a button. */
    asChild?: boolean;
    children?: ReactNode;
  };

/** One primary a page; 32 px, `sm` 28 px inside panels, 40 px on touch. It stays focusable when disabled, to be read. */
export function Button(props: ButtonProps) {
  const { intent, size, icon, busy, disabledReason, disabled, keyCap, asChild, className, children, onClick, ...rest } =
    props;
  const reasonId = useId();
  const off = Boolean(disabled || disabledReason || busy);
  if (asChild) {
    return (
      <Slot.Root className={cn(buttonClass({ intent, size }), className)} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={disabled || disabledReason ? true : undefined}
      aria-busy={busy ? true : undefined}
      aria-describedby={disabledReason ? reasonId : rest['aria-describedby']}
      title={disabledReason || rest.title}
      className={cn(buttonClass({ intent, size }), busy && 'cursor-progress', className)}
      onClick={off ? (event) => event.preventDefault() : onClick}
    >
      {busy ? (
        <span className="grid [&>*]:col-start-1 [&>*]:row-start-1">
          <span className="flex items-center justify-center gap-1.5">
            <Icon as={LoaderCircle} size="sm" spin />
            {busy}
          </span>
          <span className="invisible flex items-center gap-1.5" aria-hidden>
            <Face icon={icon} keyCap={keyCap} intent={intent}>
              {children}
            </Face>
          </span>
        </span>
      ) : (
        <Face icon={icon} keyCap={keyCap} intent={intent}>
          {children}
        </Face>
      )}
      {disabledReason ? (
        <span id={reasonId} className="sr-only">
          {disabledReason}
        </span>
      ) : null}
    </button>
  );
}

function Face({ icon, keyCap, intent, children }: Pick<ButtonProps, 'icon' | 'keyCap' | 'intent' | 'children'>) {
  const solid = intent === 'primary' || intent === 'danger';
  return (
    <>
      {icon ? <Icon as={icon} size="sm" className={solid ? undefined : 'text-fg-3'} /> : null}
      {children}
      {keyCap ? <KeyCap onSolid={solid}>{keyCap}</KeyCap> : null}
    </>
  );
}
