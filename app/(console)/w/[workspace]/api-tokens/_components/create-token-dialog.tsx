'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useId, useState } from 'react';
import { useForm } from 'react-hook-form';
import { FormField } from '@/components/form/form-field';
import { rolesUpTo } from '@/components/people/roles';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { Select } from '@/components/ui/select';
import type { Contract } from '@/lib/contract/contract';
import type { ResponseOf } from '@/lib/contract/operation';
import { createApiTokenSchema } from '@/lib/schemas/workspace';
import { fieldProblem } from '../../../../_components/field-problem';
import { useSession } from '../../../../_components/session';
import { useOperation } from '../../../../_components/use-operation';
import { TokenSecret } from './token-secret';

type Made = ResponseOf<Contract['apiTokens.create']>;
type CreateTokenDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Name, role and lifetime; then the secret, which is shown this once. */
export function CreateTokenDialog({ open, onOpenChange }: CreateTokenDialogProps) {
  const [made, setMade] = useState<Made | null>(null);
  const close = (next: boolean) => {
    onOpenChange(next);
    if (!next) setMade(null);
  };
  if (!made) return <CreateForm open={open} onOpenChange={close} onMade={setMade} />;
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={close}
      title={`${made.apiToken.name} is made`}
      description="This is the only time its secret is shown. Only its hash is kept."
      actions={
        <Button intent="primary" onClick={() => close(false)}>
          I have copied it
        </Button>
      }
    >
      <TokenSecret secret={made.secret} expiresAt={made.apiToken.expiresAt} />
    </Dialog>
  );
}

function CreateForm({ open, onOpenChange, onMade }: CreateTokenDialogProps & { onMade: (made: Made) => void }) {
  const { workspace } = useSession();
  const formId = useId();
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(createApiTokenSchema),
    defaultValues: { name: '', role: 'viewer', expiresInDays: 90 },
    mode: 'onTouched',
  });
  const create = useOperation('apiTokens.create', { stale: ['apiTokens.list'] });
  const close = (next: boolean) => {
    onOpenChange(next);
    form.reset();
    setProblem(null);
  };
  const submit = form.handleSubmit(async (body) => {
    setProblem(null);
    try {
      onMade(await create.mutateAsync({ params: { workspaceId: workspace.id }, body }));
      form.reset();
    } catch (error) {
      setProblem(fieldProblem(error, ['name', 'role', 'expiresInDays'], form.setError));
    }
  });
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title="Make an API token"
      actions={
        <>
          <Button onClick={() => close(false)}>Cancel</Button>
          <Button type="submit" form={formId} intent="primary" busy={form.formState.isSubmitting && 'Making'}>
            Make the token
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-4">
        <FormField control={form.control} name="name" label="Name" help="What will use it, such as nightly-export.">
          {(field) => <Input {...field} autoFocus />}
        </FormField>
        <FormField
          control={form.control}
          name="role"
          label="Role"
          help="Not above your own; give it the least that works."
        >
          {(field) => <Select {...field} options={rolesUpTo(workspace.role, { hints: true })} />}
        </FormField>
        <FormField control={form.control} name="expiresInDays" label="Ends after" help="From 1 to 365 days.">
          {({ value, onChange, ...field }) => (
            <Input
              {...field}
              type="number"
              inputMode="numeric"
              min={1}
              max={365}
              value={Number.isNaN(value) ? '' : value}
              onChange={(event) => onChange(event.target.valueAsNumber)}
              end={<span className="text-fg-3">days</span>}
            />
          )}
        </FormField>
        {problem ? <Note tone="danger">{problem}</Note> : null}
      </form>
    </Dialog>
  );
}
