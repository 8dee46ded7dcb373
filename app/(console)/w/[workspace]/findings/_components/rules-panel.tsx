import { Check } from 'lucide-react';
import { SeverityMark } from '@/components/finding/severity';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { count, plural } from '@/lib/format/number';
import type { FindingSummary, RuleId, RuleSummary } from '@/lib/schemas/finding';

type RulesPanelProps = {
  summary: FindingSummary | undefined;
  chosen: readonly RuleId[];
  onToggle: (rule: RuleId) => void;
};

/** Every rule with what it found, what is worst first; a rule filters the list below. */
export function RulesPanel({ summary, chosen, onToggle }: RulesPanelProps) {
  const found = summary?.rules.filter(({ open }) => open > 0).length ?? 0;
  return (
    <Panel title="By rule" fact={summary ? `${found} of ${summary.rules.length} rules found something` : null} flush>
      {summary ? (
        <ul className="grid gap-px overflow-hidden rounded-b-3 bg-line md:grid-cols-2">
          {[...summary.rules].sort(worstFirst).map((rule) => (
            <li key={rule.rule} className="bg-surface">
              <button
                type="button"
                aria-pressed={chosen.includes(rule.rule)}
                onClick={() => onToggle(rule.rule)}
                title={rule.why}
                className={cn(
                  'flex min-h-11 w-full items-center gap-3 px-3 py-2 text-left hover:bg-hover md:px-4',
                  chosen.includes(rule.rule) && 'bg-selected',
                )}
              >
                <span className="w-19 shrink-0">
                  {rule.worst ? (
                    <SeverityMark severity={rule.worst} />
                  ) : (
                    <span className="inline-flex items-center gap-1.5 text-12 text-fg-3">
                      {rule.judged > 0 ? <Icon as={Check} size="xs" /> : null}
                      {rule.judged > 0 ? 'none' : 'not judged'}
                    </span>
                  )}
                </span>
                <span className="min-w-0 flex-1">
                  <span className={cn('block [overflow-wrap:anywhere]', rule.open === 0 && 'text-fg-2')}>
                    {rule.title}
                  </span>
                  <span className="block text-12 text-fg-3">
                    {rule.judged > 0 ? `${plural(rule.judged, 'resource')} judged` : 'No such resource is known'}
                    {rule.muted > 0 ? `, ${count(rule.muted)} muted` : ''}
                  </span>
                </span>
                <span className="font-semibold tabular-nums">{rule.judged > 0 ? count(rule.open) : null}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <SkeletonRows rows={5} label="Loading the rules" />
      )}
    </Panel>
  );
}

const RANK = { critical: 0, high: 1, medium: 2, low: 3 } as const;

function worstFirst(a: RuleSummary, b: RuleSummary): number {
  const rank = (rule: RuleSummary) => (rule.worst ? RANK[rule.worst] : 4);
  return rank(a) - rank(b) || b.open - a.open;
}
