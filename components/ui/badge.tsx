import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import type { Tone } from '@/components/ui/tone';

export type BadgeProps = {
  tone?: Tone;
  icon?: LucideIcon;
  spin?: boolean;
  className?: string;
  title?: string;
  children: ReactNode;
};

/** A shape and a lower-case word: colour never speaks alone. For known states use StateWord. */
export function Badge({ tone = 'neutral', icon, spin, className, title, children }: BadgeProps) {
  return (
    <span
      data-tone={tone}
      title={title}
      className={cn(
        'inline-flex h-5 items-center gap-[5px] rounded-1 border border-tone-line bg-tone-soft px-[7px] align-middle text-12 leading-none font-medium whitespace-nowrap text-tone-text',
        className,
      )}
    >
      {icon ? <Icon as={icon} size="xs" spin={spin} /> : null}
      {children}
    </span>
  );
}

/** The one dashed outline: it always and only means that this is not AWS. */
export function SandboxMark({ className }: { className?: string }) {
  return (
    <span
      className={cn(
        'inline-flex h-5 items-center rounded-1 border border-dashed border-fg-3 px-[7px] font-mono text-11 leading-none font-semibold tracking-[0.04em] text-fg-2',
        className,
      )}
    >
      SANDBOX
    </span>
  );
}

/** A tag of a resource, `key=value`, or a small machine word. */
export function Tag({ children, title, className }: { children: ReactNode; title?: string; className?: string }) {
  return (
    <span
      title={title}
      className={cn(
        'inline-flex h-5 items-center rounded-1 bg-hover px-1.5 align-middle font-mono text-12 leading-none tracking-[-0.02em] whitespace-nowrap text-fg-2',
        className,
      )}
    >
      {children}
    </span>
  );
}

/** A dot for a running or resting thing; `live` breathes. Always beside a word. */
export function Dot({ tone = 'neutral', live }: { tone?: Tone; live?: boolean }) {
  return (
    <span
      aria-hidden
      data-tone={tone}
      className={cn('inline-block size-2 shrink-0 rounded-full bg-tone', live && 'animate-breathe')}
    />
  );
}
