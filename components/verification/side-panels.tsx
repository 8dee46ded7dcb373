import type { ReactNode } from 'react';
import { Arn } from '@/components/ui/arn';
import { DefinitionList } from '@/components/ui/definition-list';
import { Panel } from '@/components/ui/panel';
import { ShareBar } from '@/components/ui/progress-bar';
import { Time } from '@/components/ui/time';
import { FactList } from '@/components/verification/fact-list';
import { tally } from '@/components/verification/step-state';
import { splitArn } from '@/lib/format/arn';
import type { Verification } from '@/lib/schemas/verification';

type Verdict = { tone: 'success' | 'danger' | 'neutral'; lead: string; text: string };

function verdict({ finishedAt, canSave, canSaveWithReason }: Verification): Verdict {
  if (!finishedAt) return { tone: 'neutral', lead: 'Checking.', text: 'Each step shows what it saw as it happens.' };
  if (canSave) {
    return { tone: 'success', lead: 'Safe to save.', text: 'What must work works, and nobody else is let in.' };
  }
  if (canSaveWithReason) {
    return { tone: 'danger', lead: 'Not yet safe to save.', text: 'The role works, but it also lets others in.' };
  }
  return { tone: 'danger', lead: 'Cannot be saved yet.', text: 'Mend what failed, then verify again.' };
}

/** Where a verification stands, in one sentence and its counts. */
export function ResultPanel({ verification, children }: { verification: Verification; children?: ReactNode }) {
  const { good, warned, bad, open, left, total } = tally(verification.steps);
  const { tone, lead, text } = verdict(verification);
  const number = (term: string, value: number) => ({ term, value, number: true });
  return (
    <Panel title={verification.finishedAt ? 'Result' : 'Result so far'} bodyClassName="grid gap-3">
      <p data-tone={tone} role="status">
        <b className="font-semibold text-tone-text">{lead}</b> {text}
      </p>
      <DefinitionList
        items={[
          number('Passed', good),
          ...(warned > 0 ? [number('Warnings', warned)] : []),
          number('Failed', bad),
          ...(open > 0 ? [number('To come', open)] : []),
          ...(left > 0 ? [number('Not made', left)] : []),
        ]}
      />
      <ShareBar
        label={`${good} passed, ${warned} with a warning, ${bad} failed, of ${total}`}
        parts={[
          { tone: 'success', value: good },
          { tone: 'warn', value: warned },
          { tone: 'danger', value: bad },
        ]}
        total={total}
      />
      {children}
    </Panel>
  );
}

/** Whom the trust policy admits, as it was read back. */
export function WhoGetsInPanel({ verification }: { verification: Verification }) {
  const step = verification.steps.find(({ key }) => key === 'who_else');
  if (!step || step.facts.length === 0) return null;
  return (
    <Panel title="Who can get in" bodyClassName="grid gap-3">
      <p className="text-fg-2">From the trust policy as it is now:</p>
      <FactList facts={step.facts} label="Who can get in" />
    </Panel>
  );
}

export function RolePanel({ verification }: { verification: Verification }) {
  const { roleArn, requestedBy, createdAt, finishedAt } = verification;
  return (
    <Panel title="Role">
      <DefinitionList
        items={[
          {
            term: 'ARN',
            value: roleArn ? <Arn arn={roleArn} wrap label="Copy role ARN" /> : 'none: the host’s own identity',
            wrap: true,
          },
          { term: 'Account', value: (roleArn && splitArn(roleArn)?.account) || 'not known', mono: true },
          { term: 'Session', value: '1 h at most' },
          { term: 'Verified', value: <Time at={finishedAt ?? createdAt} /> },
          { term: 'By', value: requestedBy },
        ]}
      />
    </Panel>
  );
}
