'use client';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { CodeBlock } from '@/components/code/code-block';
import { Button } from '@/components/ui/button';
import { Note } from '@/components/ui/note';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import type { Rendered } from '@/lib/schemas/integration';
import { Disclosure } from '../../../../../../_components/disclosure';
import { useMay, useWorkspaceId } from '../../../../../../_components/session';
import { useOperation } from '../../../../../../_components/use-operation';
import type { StepProps } from './step-props';

type Props = StepProps & { rendered: Rendered };

/** The stand-in for AWS: one click makes the rendered stack in one of its accounts, and the role ARN fills itself in. */
export function SandboxPanel({ rendered, integration, draft }: Props) {
  const workspaceId = useWorkspaceId();
  const may = useMay('integration:write');
  const apply = useOperation('integrations.applyInSandbox');
  const [problem, setProblem] = useState<string | null>(null);
  const accounts = rendered.sandbox?.accounts ?? [];
  const [chosen, setChosen] = useState<string | undefined>(draft.base.accountId ?? undefined);
  const account = accounts.find(({ id }) => id === chosen) ?? accounts.at(-1);
  if (!rendered.sandbox || !account) return null;
  // An account has one provider per issuer: an earlier integration of this workspace may have made it.
  const reusable = integration.issuerUrl
    ? `arn:aws:iam::${account.id}:oidc-provider/${integration.issuerUrl.replace('https://', '')}`
    : null;
  const run = async (existingProviderArn?: string) => {
    setProblem(null);
    try {
      if (existingProviderArn) await draft.save({ options: { ...draft.base.options, existingProviderArn } });
      const { roleArn } = await apply.mutateAsync({
        params: { workspaceId, integrationId: integration.id },
        body: { accountId: account.id },
      });
      const saved = await draft.save({ roleArn });
      if (saved) toast.success(`Applied in ${account.name}`, 'The stack is complete; its role ARN is filled in.');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The sandbox did not answer.');
    }
  };
  return (
    <div className="grid gap-3">
      <Note tone="sandbox" icon={FlaskConical}>
        <p>No account at hand? Apply the same files to the built-in stand-in for AWS.</p>
        <div className="mt-2 flex flex-wrap gap-2">
          <Select
            aria-label="Sandbox account"
            value={account.id}
            onChange={setChosen}
            options={accounts.map(({ id, name }) => ({ value: id, label: name, hint: id }))}
            className="min-w-0 flex-1 basis-52"
          />
          <Button
            onClick={() => void run()}
            busy={apply.isPending && 'Applying'}
            disabledReason={!may && 'Needs the role editor, admin or owner'}
          >
            Apply in the sandbox
          </Button>
        </div>
        {problem ? (
          <Note
            tone="danger"
            className="mt-2"
            action={
              reusable && /provider/i.test(problem) && /exist/i.test(problem) ? (
                <Button size="sm" onClick={() => void run(reusable)}>
                  Reuse that provider
                </Button>
              ) : undefined
            }
          >
            {problem}
          </Note>
        ) : null}
        <Disclosure words="Or by hand, in a shell" className="mt-2">
          <p>{rendered.sandbox.note}</p>
          <CodeBlock
            label="Sandbox credentials"
            code={account.exports.join('\n')}
            language="bash"
            plain
            className="rounded-2 border border-line"
          />
        </Disclosure>
      </Note>
    </div>
  );
}
