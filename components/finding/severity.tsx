import { ChevronsUp, CircleArrowUp, CircleDashed, type LucideIcon, OctagonAlert } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { Icon } from '@/components/ui/icon';
import type { Tone } from '@/components/ui/tone';
import type { Severity } from '@/lib/schemas/finding';

const LOOK = {
  critical: { tone: 'danger', icon: OctagonAlert },
  high: { tone: 'warn', icon: ChevronsUp },
  medium: { tone: 'info', icon: CircleArrowUp },
  low: { tone: 'neutral', icon: CircleDashed },
} as const satisfies Record<Severity, { tone: Tone; icon: LucideIcon }>;

/** How bad: a shape and a word, colour only beside them. */
export function SeverityMark({ severity, look = 'badge' }: { severity: Severity; look?: 'badge' | 'plain' }) {
  const { tone, icon } = LOOK[severity];
  if (look === 'badge') {
    return (
      <Badge tone={tone} icon={icon}>
        {severity}
      </Badge>
    );
  }
  return (
    <span data-tone={tone} className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Icon as={icon} size="sm" className="text-tone-text" />
      {severity}
    </span>
  );
}
