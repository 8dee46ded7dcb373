import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { type StateName, stateLook } from '@/components/ui/states';

export type Step = {
  id: string;
  state: Extract<
    StateName,
    'passed' | 'refused' | 'let in' | 'failed' | 'warning' | 'running' | 'waiting for AWS' | 'waits' | 'skipped'
  >;
  name: ReactNode;
  /** What was seen: the call, the claim, the numbers. One line; codes in <code>. */
  evidence?: ReactNode;
  evidenceTitle?: string;
  /** How long it took, "140 ms". */
  time?: string;
  /** Opens in place below a step that did not go well: reason, clause table, fix. */
  children?: ReactNode;
};

/** Checks one by one: mark, name, evidence, word, time. Put in a flush Panel. Changes are announced. */
export function Steps({ steps, label }: { steps: readonly Step[]; label: string }) {
  return (
    <ul className="rows" aria-label={label} aria-live="polite" aria-relevant="text">
      {steps.map((step) => (
        <StepRow key={step.id} step={step} />
      ))}
    </ul>
  );
}

function StepRow({ step }: { step: Step }) {
  const { tone, icon, spin } = stateLook(step.state);
  const bad = tone === 'danger';
  const quiet = tone === 'neutral';
  return (
    <li data-tone={tone} className={cn('px-3 py-2.5 md:px-4', bad && 'shadow-[inset_2px_0_var(--danger)]')}>
      <div className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-baseline gap-x-3 gap-y-0.5 md:grid-cols-[16px_208px_minmax(0,1fr)_auto_56px]">
        <Icon as={icon} spin={spin} className={cn('self-center', quiet ? 'text-fg-3' : 'text-tone')} />
        <span className={cn('font-medium', step.state === 'waits' && 'text-fg-3')}>{step.name}</span>
        <span
          title={step.evidenceTitle ?? (typeof step.evidence === 'string' ? step.evidence : undefined)}
          className="col-span-2 col-start-2 row-start-2 min-w-0 text-fg-2 [overflow-wrap:anywhere] md:col-span-1 md:col-start-3 md:row-start-1 md:truncate"
        >
          {step.evidence}
        </span>
        <span className={cn('text-12 font-medium md:col-start-4', quiet ? 'text-fg-3' : 'text-tone-text')}>
          {step.state}
        </span>
        <span className="hidden text-right text-12 text-fg-3 tabular-nums md:block">{step.time}</span>
      </div>
      {step.children ? <div className="mt-3 grid min-w-0 gap-4 md:pl-7">{step.children}</div> : null}
    </li>
  );
}
