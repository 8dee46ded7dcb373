import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { type StateName, stateLook } from '@/components/ui/states';

export type StateWordProps = {
  state: StateName;
  /** Other words for the same state: "open to 214 repositories". */
  children?: ReactNode;
  /** `plain` has no box, for lists where each row has one. */
  look?: 'badge' | 'plain';
  className?: string;
};

/** Shape and word of a state, the same everywhere. */
export function StateWord({ state, children, look = 'badge', className }: StateWordProps) {
  const { tone, icon, spin } = stateLook(state);
  if (look === 'plain') {
    return (
      <span data-tone={tone} className={cn('inline-flex items-center gap-1.5 text-tone-text', className)}>
        <Icon as={icon} size="sm" spin={spin} />
        {children ?? state}
      </span>
    );
  }
  return (
    <Badge tone={tone} icon={icon} spin={spin} className={className}>
      {children ?? state}
    </Badge>
  );
}
