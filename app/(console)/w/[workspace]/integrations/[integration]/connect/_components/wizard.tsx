'use client';
import type { Integration } from '@/lib/schemas/integration';
import { ApplyStep } from './apply-step';
import { NameStep } from './name-step';
import { useDraft } from './use-draft';
import { VerifyStep } from './verify-step';
import { WizardFrame } from './wizard-frame';

type Props = { integration: Integration; step: 'name' | 'apply' | 'verify' };

export function Wizard({ integration, step }: Props) {
  const draft = useDraft(integration);
  const props = { integration, draft };
  switch (step) {
    case 'name':
      return (
        <WizardFrame {...props} step="name" title="Name and region" subtitle="Saved as you leave each field.">
          <NameStep {...props} />
        </WizardFrame>
      );
    case 'apply':
      return <ApplyStep {...props} />;
    case 'verify':
      return <VerifyStep {...props} />;
  }
}
