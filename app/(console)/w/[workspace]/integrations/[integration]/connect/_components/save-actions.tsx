'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { FormField } from '@/components/form/form-field';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { inlineLinkClass } from '@/components/ui/link-class';
import { Note } from '@/components/ui/note';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { paths } from '@/lib/paths';
import { connectIntegrationSchema, type Integration } from '@/lib/schemas/integration';
import type { Verification } from '@/lib/schemas/verification';
import { fieldProblem } from '../../../../../../_components/field-problem';
import { useMay, useWorkspaceId } from '../../../../../../_components/session';
import { useOperation } from '../../../../../../_components/use-operation';

type Props = { integration: Integration; verification: Verification };
const STALE = ['integrations.get', 'integrations.list', 'overview.get', 'scans.list'] as const;

/** Connects the integration and leads to its page, where the first scan runs. */
function useConnect({ integration, verification }: Props) {
  const workspaceId = useWorkspaceId();
  const router = useRouter();
  const connect = useOperation('integrations.connect', { stale: STALE });
  const run = async (openReason?: string) => {
    const body = { verificationId: verification.id, ...(openReason ? { openReason } : {}) };
    const saved = await connect.mutateAsync({ params: { workspaceId, integrationId: integration.id }, body });
    toast.success(`${saved.name} is connected`, 'Its first scan has started.');
    router.replace(paths.integration(workspaceId, integration.id));
  };
  return { run, pending: connect.isPending };
}

/** Saves what was verified; off while that would not be what was checked, or not be safe. */
export function SaveButton(props: Props) {
  const { verification } = props;
  const may = useMay('integration:verify');
  const { run, pending } = useConnect(props);
  const reason = !may
    ? 'Needs the role editor, admin or owner'
    : !verification.finishedAt
      ? 'Wait for the last step'
      : !verification.current
        ? 'The draft changed: verify it again'
        : !verification.canSave && 'Not yet safe to save: see the result';
  const save = () =>
    run().catch((error: unknown) => toast.error('Not saved', error instanceof Error ? error.message : undefined));
  return (
    <Button intent="primary" onClick={() => void save()} busy={pending && 'Saving'} disabledReason={reason}>
      Save and scan
    </Button>
  );
}

const reasonSchema = connectIntegrationSchema.pick({ openReason: true }).required();

/** An owner may save a role that lets others in, and must say why. */
export function SaveAsOpen(props: Props) {
  const { verification } = props;
  const mayOverride = useMay('integration:override');
  const [open, setOpen] = useState(false);
  if (!verification.canSaveWithReason || !verification.current) return null;
  if (!mayOverride) {
    return <p className="text-12 text-fg-2">An owner can save an open role with a written reason.</p>;
  }
  return (
    <>
      <p className="text-12 text-fg-2">
        An owner can save an open role with a written reason. It goes to the audit log and stays on the overview.{' '}
        <button type="button" className={inlineLinkClass} onClick={() => setOpen(true)}>
          Save as open
        </button>
      </p>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Save ${props.integration.name} as an open role?`}
        description="Others than this integration can assume the role. The reason is audited and shown to everyone in the workspace."
      >
        <OpenForm {...props} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function OpenForm({ onClose, ...props }: Props & { onClose: () => void }) {
  const { run } = useConnect(props);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(reasonSchema),
    defaultValues: { openReason: '' },
    mode: 'onTouched',
  });
  const submit = form.handleSubmit(async ({ openReason }) => {
    setProblem(null);
    try {
      await run(openReason);
    } catch (error) {
      setProblem(fieldProblem(error, ['openReason'], form.setError));
    }
  });
  return (
    <form onSubmit={submit} noValidate method="post" className="grid gap-3">
      <FormField control={form.control} name="openReason" label="Why is this acceptable?">
        {(field) => <Textarea {...field} rows={3} />}
      </FormField>
      {problem ? <Note tone="danger">{problem}</Note> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Do not save</Button>
        <Button type="submit" intent="danger" busy={form.formState.isSubmitting && 'Saving'}>
          Save as open
        </Button>
      </div>
    </form>
  );
}
