'use client';
import { useState } from 'react';
import { CodeBlock } from '@/components/code/code-block';
import { DiffView } from '@/components/code/diff-view';
import { CopyButton } from '@/components/ui/copy-button';
import { Segment } from '@/components/ui/segment';
import type { Fix } from '@/lib/schemas/verification';

const LABELS = { policy: 'Trust policy', terraform: 'Terraform', cli: 'AWS CLI' } as const;
type View = keyof typeof LABELS;

/** The fix to paste for the step `of`: the trust policy as a difference, as Terraform, as a command; each copied whole. */
export function FixView({ fix, of }: { fix: Fix; of: string }) {
  const texts: Record<View, string | null> = { policy: fix.after, terraform: fix.terraform, cli: fix.cli };
  const views = (Object.keys(LABELS) as View[]).filter((view) => texts[view] !== null);
  const [chosen, setChosen] = useState<View>('policy');
  const view = views.includes(chosen) ? chosen : views[0];
  const text = view ? texts[view] : null;
  if (!view || text === null) {
    return (
      <p className="max-w-[74ch]">
        <b className="font-semibold">The fix.</b> {fix.text}
      </p>
    );
  }
  return (
    <div className="grid min-w-0 gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <h3>The fix</h3>
        <Segment
          label={`The fix of ${of} as`}
          value={view}
          onChange={setChosen}
          options={views.map((value) => ({ value, label: LABELS[value] }))}
        />
        <CopyButton text={text} label={`Copy ${LABELS[view]}`} className="ml-auto">
          {view === 'policy' ? 'Copy whole policy' : 'Copy'}
        </CopyButton>
      </div>
      <p className="max-w-[74ch] text-fg-2">{fix.text}</p>
      {view === 'policy' && fix.before !== null ? (
        <DiffView label={`Trust policy, fix of ${of}`} before={fix.before} after={text} />
      ) : (
        <CodeBlock
          label={`${LABELS[view]}, fix of ${of}`}
          code={text}
          language={view === 'terraform' ? 'hcl' : view === 'cli' ? 'bash' : 'json'}
          plain
          copy={false}
          className="rounded-2 border border-line"
        />
      )}
    </div>
  );
}
