import { Check, Info, type LucideIcon, TriangleAlert, X } from 'lucide-react';
import { Icon } from '@/components/ui/icon';
import type { Tone } from '@/components/ui/tone';
import type { Fact } from '@/lib/schemas/verification';

const MARKS = {
  good: { icon: Check, tone: 'success', word: 'as it should be' },
  plain: { icon: Info, tone: 'neutral', word: 'known' },
  warn: { icon: TriangleAlert, tone: 'warn', word: 'to look at' },
  bad: { icon: X, tone: 'danger', word: 'wrong' },
} as const satisfies Record<Fact['tone'], { icon: LucideIcon; tone: Tone; word: string }>;

/** What a step saw, one thing a line: a mark, what it is, and its value as a machine reads it. */
export function FactList({ facts, label }: { facts: readonly Fact[]; label: string }) {
  return (
    <ul aria-label={label} className="grid gap-2">
      {facts.map((fact) => {
        const { icon, tone, word } = MARKS[fact.tone];
        return (
          <li key={`${fact.label} ${fact.value}`} data-tone={tone} className="flex gap-2">
            <Icon as={icon} size="sm" className="mt-0.5 text-tone-text" />
            <span className="sr-only">{word}: </span>
            <span className="min-w-0">
              <span className="block">{fact.label}</span>
              <span className="mono block text-fg-2 [overflow-wrap:anywhere]">{fact.value}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
