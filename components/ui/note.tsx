import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { TONE_ICON, type Tone } from '@/components/ui/tone';

export type NoteProps = {
  tone?: Extract<Tone, 'neutral' | 'info' | 'warn' | 'danger' | 'success'> | 'sandbox';
  icon?: LucideIcon;
  title?: ReactNode;
  /** One button at the right. */
  action?: ReactNode;
  className?: string;
  children?: ReactNode;
};

/** Something to know, inside the page and never floating. `sandbox` has the dashed outline. */
export function Note({ tone = 'neutral', icon, title, action, className, children }: NoteProps) {
  const sandbox = tone === 'sandbox';
  const family = sandbox ? 'neutral' : tone;
  return (
    <div
      data-tone={family}
      role={tone === 'danger' ? 'alert' : undefined}
      className={cn(
        'flex gap-2.5 rounded-2 border px-3 py-2.5',
        family === 'neutral' ? 'border-line bg-sunken' : 'border-tone-line bg-tone-soft',
        sandbox && 'border-dashed border-fg-3',
        action && 'flex-wrap items-center md:flex-nowrap',
        className,
      )}
    >
      <Icon
        as={icon ?? TONE_ICON[family]}
        className={cn('mt-0.5 self-start', family === 'neutral' ? 'text-fg-3' : 'text-tone-text')}
      />
      <div className={cn('min-w-0 flex-1 break-words', action && 'max-md:basis-[calc(100%-26px)]')}>
        {title ? <p className="font-medium">{title}</p> : null}
        {children}
      </div>
      {action}
    </div>
  );
}
