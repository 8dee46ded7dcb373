'use client';
import Link from 'next/link';
import { Stepper } from '@/components/ui/stepper';
import { paths } from '@/lib/paths';

const STEPS = [
  { id: 'scope', title: 'Scope' },
  { id: 'name', title: 'Name and region' },
  { id: 'apply', title: 'Apply' },
  { id: 'verify', title: 'Verify' },
  { id: 'scan', title: 'First scan' },
] as const;
export type WizardStepId = (typeof STEPS)[number]['id'];

type Props = {
  current: WizardStepId;
  /** How far the draft has come. */
  reached?: WizardStepId;
  /** The draft, once there is one: then done steps lead back. */
  draft?: { workspace: string; integration: string };
};

export function WizardStepper({ current, reached, draft }: Props) {
  return (
    <Stepper
      className="mb-6"
      steps={STEPS}
      current={current}
      reached={reached}
      link={(step, title) => {
        if (!draft || (step.id !== 'name' && step.id !== 'apply' && step.id !== 'verify')) return title;
        return (
          <Link href={paths.connect(draft.workspace, draft.integration, step.id)} className="hover:underline">
            {title}
          </Link>
        );
      }}
    />
  );
}
