import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';

export type EmptyStateProps = {
  icon?: LucideIcon;
  title: ReactNode;
  /** What would be here and why it is worth it; for a search, what else there is. */
  children?: ReactNode;
  /** One button. */
  action?: ReactNode;
  tone?: 'neutral' | 'danger';
  className?: string;
};

/** In place of content that is not there: nothing yet, or nothing matches. */
export function EmptyState({ icon, title, children, action, tone = 'neutral', className }: EmptyStateProps) {
  return (
    <div data-tone={tone} className={cn('grid justify-items-center gap-1 px-6 py-7 text-center', className)}>
      {icon ? <Icon as={icon} className={cn('mb-1', tone === 'danger' ? 'text-tone-text' : 'text-fg-3')} /> : null}
      {/* Level 2 fits below a page's title and beside a panel's. */}
      <h2 className="text-13">{title}</h2>
      {children ? <p className="max-w-[52ch] text-balance text-fg-2">{children}</p> : null}
      {action ? <div className="mt-2 flex flex-wrap items-center justify-center gap-2">{action}</div> : null}
    </div>
  );
}
