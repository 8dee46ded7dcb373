'use client';
import Link from 'next/link';
import { useState } from 'react';
import { CodeBlock } from '@/components/code/code-block';
import { pretty } from '@/components/resource/json';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { inlineLinkClass } from '@/components/ui/link-class';
import { paths } from '@/lib/paths';
import type { BlastRadius, ReachPolicyAnswer, StatementRefAnswer } from '@/lib/schemas/reach';
import { useWorkspaceId } from '../../../../../_components/session';
import { statementLines } from './statement-lines';

type Props = { reach: BlastRadius; by: StatementRefAnswer | null };

/** "devs-policy, statement 2": opens the policy with the statement lit. */
export function Evidence({ reach, by }: Props) {
  const [open, setOpen] = useState(false);
  const policy = by && reach.policies.find(({ id }) => id === by.policy);
  if (!by || !policy) return <span className="text-fg-3">the trust policy alone</span>;
  const label = `${policy.name}, statement ${by.statement + 1}`;
  return (
    <>
      <Button size="sm" intent="ghost" className="max-w-full" onClick={() => setOpen(true)}>
        <span className="truncate">{label}</span>
      </Button>
      <Dialog open={open} onOpenChange={setOpen} wide title={label} description={whereOf(policy)}>
        <PolicyText policy={policy} statement={by.statement} />
      </Dialog>
    </>
  );
}

const SOURCES = {
  inline: 'Inline policy of',
  managed: 'Attached to',
  boundary: 'Permissions boundary of',
  trust: 'Decides who may assume',
} as const satisfies Record<ReachPolicyAnswer['source'], string>;

const whereOf = ({ source, holder }: ReachPolicyAnswer) => `${SOURCES[source]} ${holder}.`;

function PolicyText({ policy, statement }: { policy: ReachPolicyAnswer; statement: number }) {
  const workspaceId = useWorkspaceId();
  if (policy.known !== 'document') {
    return (
      <p>{policy.name} is AWS’s own policy. Its document is not in the inventory; what it allows is known in sum.</p>
    );
  }
  return (
    <div className="grid gap-3">
      <CodeBlock
        label={policy.name}
        language="json"
        code={pretty(policy.document)}
        lit={statementLines(policy.document, statement)}
        className="max-h-[60vh]"
      />
      {policy.uid ? (
        <Link href={paths.resource(workspaceId, policy.uid)} className={inlineLinkClass}>
          Open {policy.source === 'trust' ? policy.holder : policy.name}
        </Link>
      ) : null}
    </div>
  );
}
