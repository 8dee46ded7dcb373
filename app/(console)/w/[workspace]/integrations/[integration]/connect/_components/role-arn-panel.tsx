'use client';
import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useState } from 'react';
import { Field } from '@/components/form/field';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Panel } from '@/components/ui/panel';
import { ApiError } from '@/lib/client/client';
import { paths } from '@/lib/paths';
import { type ArnProblem, parseRoleArn } from '@/lib/schemas/arn';
import { useMay, useWorkspaceId } from '../../../../../../_components/session';
import { useOperation } from '../../../../../../_components/use-operation';
import { CollisionNote } from './collision-note';
import type { StepProps } from './step-props';

/** The role ARN that comes back from the account, saved on leaving the field, and the way on to verification. */
export function RoleArnPanel({ integration, draft }: StepProps) {
  const workspaceId = useWorkspaceId();
  const router = useRouter();
  const may = useMay('integration:verify');
  const stored = draft.base.roleArn ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<ArnProblem | null>(null);
  const verify = useOperation('integrations.verify', { stale: ['verifications.list'] });
  const optional = integration.credential.retriever === 'none';
  const text = typed ?? stored;

  useEffect(() => {
    if (typed === null && !draft.saving && !draft.collision && integration.version > draft.base.version) {
      draft.adopt(integration);
    }
  }, [typed, draft, integration]);
  const refuse = (error: unknown) =>
    setProblem({ message: error instanceof ApiError ? error.message : 'The role ARN was not saved.' });
  /** Checks and saves what is in the field; answers whether it is saved now. */
  const save = async (value: string): Promise<boolean> => {
    const parsed = value.trim() === '' && optional ? null : parseRoleArn(value);
    if (parsed && !parsed.ok) {
      setProblem(parsed.problem);
      return false;
    }
    setProblem(null);
    const arn = parsed?.value.arn ?? '';
    if (arn === stored) return true;
    try {
      const saved = await draft.save({ roleArn: arn });
      // What was typed meanwhile stays.
      if (saved) setTyped((now) => (now === value ? null : now));
      return saved !== null;
    } catch (error) {
      refuse(error);
      return false;
    }
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!may || !(await save(text))) return;
    try {
      await verify.mutateAsync({ params: { workspaceId, integrationId: integration.id }, body: {} });
      router.push(paths.connect(workspaceId, integration.id, 'verify'));
    } catch (error) {
      refuse(error);
    }
  };
  const { suggestion } = problem ?? {};
  return (
    <Panel label="What comes back from the account">
      <CollisionNote draft={draft} onTheirs={() => setTyped(null)} onProblem={refuse} />
      <form onSubmit={submit} className="grid gap-2" method="post">
        <div className="flex flex-wrap items-start gap-2 md:flex-nowrap">
          <Field
            className="min-w-0 grid-cols-[minmax(0,1fr)] max-md:basis-full md:flex-1"
            label="Role ARN"
            aside={optional ? 'optional' : undefined}
            error={
              problem ? (
                <>
                  {problem.message}
                  {suggestion ? (
                    <button
                      type="button"
                      className="ml-1 text-left font-medium underline underline-offset-3 [overflow-wrap:anywhere]"
                      onClick={() => {
                        setTyped(suggestion);
                        void save(suggestion);
                      }}
                    >
                      Use {suggestion}
                    </button>
                  ) : null}
                </>
              ) : undefined
            }
            help={
              optional
                ? 'A role to assume with the host’s identity. Empty: the account that identity itself is in is scanned.'
                : 'The last command prints it. You can leave now; this page keeps its place.'
            }
          >
            {(field) => (
              <Input
                {...field}
                mono
                value={text}
                readOnly={!may}
                onChange={(event) => setTyped(event.target.value)}
                onBlur={() => void (typed !== null && typed !== '' && save(typed))}
                placeholder={`arn:aws:iam::123456789012:role/${integration.roleName ?? 'mooring-scanner'}`}
              />
            )}
          </Field>
          <Button
            type="submit"
            intent="primary"
            className="max-md:w-full md:mt-[26px]"
            busy={verify.isPending && 'Starting'}
            disabledReason={
              !may
                ? 'Needs the role editor, admin or owner'
                : text.trim() === '' && !optional && 'Paste the role ARN first'
            }
          >
            Verify
          </Button>
        </div>
      </form>
    </Panel>
  );
}
