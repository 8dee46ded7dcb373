import { CircleCheck } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';

export type WizardStep = { id: string; title: string };

export type StepperProps = {
  steps: readonly WizardStep[];
  current: string;
  /** How far it has been: steps before this one are done, and can be gone back to. Default: `current`. */
  reached?: string;
  /** Wraps the title of a done step in a link back. */
  link?: (step: WizardStep, title: ReactNode) => ReactNode;
  className?: string;
};

export type StepPlace = 'done' | 'current' | 'ahead';

/** Where a step stands: the current one wins over done, so that going back shows where one is. */
export function stepPlace(steps: readonly WizardStep[], id: string, current: string, reached = current): StepPlace {
  if (id === current) return 'current';
  const order = (wanted: string) => steps.findIndex((step) => step.id === wanted);
  return order(id) < Math.max(order(current), order(reached)) ? 'done' : 'ahead';
}

/** Where one is in a wizard. */
export function Stepper({ steps, current, reached, link, className }: StepperProps) {
  return (
    <ol aria-label="Steps" className={cn('flex flex-wrap items-center gap-x-3 gap-y-2 text-12', className)}>
      {steps.map((step, index) => {
        const place = stepPlace(steps, step.id, current, reached);
        return (
          <Fragment key={step.id}>
            {index > 0 ? <li aria-hidden className="h-px w-6 bg-line-strong" /> : null}
            <li
              aria-current={place === 'current' ? 'step' : undefined}
              className={cn(
                'flex items-center gap-2',
                place === 'current' && 'font-semibold',
                place === 'done' && 'text-fg-2',
                place === 'ahead' && 'text-fg-3',
              )}
            >
              <StepMark place={place} number={index + 1} />
              {place === 'done' ? <span className="sr-only">done: </span> : null}
              {place === 'done' && link ? link(step, step.title) : step.title}
            </li>
          </Fragment>
        );
      })}
    </ol>
  );
}

function StepMark({ place, number }: { place: StepPlace; number: number }) {
  if (place === 'done') return <Icon as={CircleCheck} className="text-success" />;
  return (
    <span
      aria-hidden
      className={cn(
        'grid size-4 place-items-center rounded-full text-[10px] leading-none',
        place === 'current' ? 'bg-accent text-accent-fg' : 'border border-edge',
      )}
    >
      {number}
    </span>
  );
}
