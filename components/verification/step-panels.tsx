import type { ReactNode } from 'react';
import { Panel } from '@/components/ui/panel';
import { Steps } from '@/components/ui/steps';
import { StepDetail } from '@/components/verification/step-detail';
import { opensInPlace, stepEvidence, stepWord, tally } from '@/components/verification/step-state';
import { duration } from '@/lib/format/time';
import type { Verification, VerificationStep } from '@/lib/schemas/verification';

const GROUPS = [
  { group: 'must_work', title: 'Must work', fact: undefined },
  {
    group: 'must_be_refused',
    title: 'Must be refused',
    fact: 'Mooring tries to get in with a token that is wrong on purpose',
  },
] as const;

type Props = {
  verification: Verification;
  /** More below the step it belongs to: a box to paste a trust policy into. */
  below?: (step: VerificationStep) => ReactNode;
};

/** Every step of a verification in its group, with what did not go well opened in place. */
export function StepPanels({ verification, below }: Props) {
  return GROUPS.map(({ group, title, fact }) => {
    const steps = verification.steps.filter((step) => step.group === group);
    const { good, warned, total } = tally(steps);
    const took = steps.reduce((sum, { ms }) => sum + (ms ?? 0), 0);
    return (
      <Panel
        key={group}
        title={title}
        fact={fact ?? `${good + warned} of ${total}`}
        end={fact ? `${good + warned} of ${total}` : took > 0 ? duration(took) : undefined}
        flush
      >
        <Steps
          label={title}
          steps={steps.map((step) => ({
            id: step.key,
            state: stepWord(step),
            name: step.title,
            evidence: stepEvidence(step),
            time: step.ms === null ? undefined : duration(step.ms),
            children: opensInPlace(step) ? (
              <>
                <StepDetail step={step} />
                {below?.(step)}
              </>
            ) : undefined,
          }))}
        />
      </Panel>
    );
  });
}
