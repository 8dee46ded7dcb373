'use client';
import type { ReactNode } from 'react';
import { Note } from '@/components/ui/note';
import { PastePolicy, wantsPolicy } from '@/components/verification/paste-policy';
import { ResultPanel, RolePanel, WhoGetsInPanel } from '@/components/verification/side-panels';
import { StepPanels } from '@/components/verification/step-panels';
import type { Verification } from '@/lib/schemas/verification';

type Props = {
  verification: Verification;
  /** Verifies again with a pasted trust policy; absent for those who may not. */
  onCompare?: (trustPolicy: string) => void;
  comparing: boolean;
  /** What can be done with the result, below it. */
  save?: ReactNode;
};

/** A verification: its steps, and beside them the result, who gets in, and the role. */
export function VerificationView({ verification, onCompare, comparing, save }: Props) {
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_300px]">
      <div className="grid min-w-0 gap-6">
        {verification.finishedAt && !verification.current ? (
          <Note tone="warn" title="The integration was changed after this run">
            Verify again, so that what is saved is what was checked.
          </Note>
        ) : null}
        <StepPanels
          verification={verification}
          below={(step) =>
            onCompare && verification.finishedAt && wantsPolicy(step) ? (
              <PastePolicy roleArn={verification.roleArn} busy={comparing} onCompare={onCompare} />
            ) : null
          }
        />
      </div>
      <div className="grid min-w-0 gap-6">
        <ResultPanel verification={verification}>{save}</ResultPanel>
        <WhoGetsInPanel verification={verification} />
        <RolePanel verification={verification} />
      </div>
    </div>
  );
}
