'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { useForm } from 'react-hook-form';
import { FormField } from '@/components/form/form-field';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { paths } from '@/lib/paths';
import { createWorkspaceSchema } from '@/lib/schemas/workspace';
import { fieldProblem } from '../../../_components/field-problem';
import { useOperation } from '../../../_components/use-operation';

type CreateWorkspaceDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

export function CreateWorkspaceDialog({ open, onOpenChange }: CreateWorkspaceDialogProps) {
  const router = useRouter();
  const formId = useId();
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(createWorkspaceSchema),
    defaultValues: { name: '' },
    mode: 'onTouched',
  });
  const create = useOperation('workspaces.create', { stale: ['workspaces.list', 'me.get'] });
  const close = (next: boolean) => {
    onOpenChange(next);
    form.reset();
    setProblem(null);
  };
  const submit = form.handleSubmit(async (body) => {
    setProblem(null);
    try {
      const { id } = await create.mutateAsync({ body });
      router.push(paths.overview(id));
    } catch (error) {
      setProblem(fieldProblem(error, ['name'], form.setError));
    }
  });
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title="Make a workspace"
      description="You become its owner and can invite others."
      actions={
        <>
          <Button onClick={() => close(false)}>Cancel</Button>
          <Button type="submit" form={formId} intent="primary" busy={form.formState.isSubmitting && 'Making'}>
            Make the workspace
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-3">
        <FormField control={form.control} name="name" label="Name">
          {(field) => <Input {...field} autoFocus />}
        </FormField>
        {problem ? <Note tone="danger">{problem}</Note> : null}
      </form>
    </Dialog>
  );
}
