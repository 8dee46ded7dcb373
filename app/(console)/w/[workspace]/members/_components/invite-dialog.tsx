'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useId, useState } from 'react';
import { useForm } from 'react-hook-form';
import { FormField } from '@/components/form/form-field';
import { IssuedLink } from '@/components/people/issued-link';
import { rolesUpTo } from '@/components/people/roles';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { Select } from '@/components/ui/select';
import type { Contract } from '@/lib/contract/contract';
import type { ResponseOf } from '@/lib/contract/operation';
import { inviteSchema } from '@/lib/schemas/person';
import type { Role } from '@/lib/schemas/role';
import { fieldProblem } from '../../../../_components/field-problem';
import { useSession } from '../../../../_components/session';
import { useOperation } from '../../../../_components/use-operation';

type InviteDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** An address and a role; then the link, which is shown this once. */
export function InviteDialog({ open, onOpenChange }: InviteDialogProps) {
  const [made, setMade] = useState<ResponseOf<Contract['invitations.create']> | null>(null);
  const close = (next: boolean) => {
    onOpenChange(next);
    if (!next) setMade(null);
  };
  if (made) {
    const { email, role } = made.invitation;
    return (
      <Dialog
        open={open}
        onOpenChange={close}
        title={`${email} is invited`}
        description={`As ${role}. The invitation is in the list below until it is used.`}
        actions={
          <Button intent="primary" onClick={() => close(false)}>
            Done
          </Button>
        }
      >
        <IssuedLink link={made.link} email={email} label="Invitation link" />
      </Dialog>
    );
  }
  return <InviteForm open={open} onOpenChange={close} onMade={setMade} />;
}

type InviteFormProps = InviteDialogProps & { onMade: (made: ResponseOf<Contract['invitations.create']>) => void };

function InviteForm({ open, onOpenChange, onMade }: InviteFormProps) {
  const { workspace } = useSession();
  const formId = useId();
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(inviteSchema),
    defaultValues: { email: '', role: 'viewer' as Role },
    mode: 'onTouched',
  });
  const invite = useOperation('invitations.create', { stale: ['invitations.list'] });
  const close = (next: boolean) => {
    onOpenChange(next);
    form.reset();
    setProblem(null);
  };
  const submit = form.handleSubmit(async (body) => {
    setProblem(null);
    try {
      onMade(await invite.mutateAsync({ params: { workspaceId: workspace.id }, body }));
      form.reset();
    } catch (error) {
      setProblem(fieldProblem(error, ['email', 'role'], form.setError));
    }
  });
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title="Invite someone"
      description="They get a link that works once. An open invitation to the same address stops working."
      actions={
        <>
          <Button onClick={() => close(false)}>Cancel</Button>
          <Button type="submit" form={formId} intent="primary" busy={form.formState.isSubmitting && 'Inviting'}>
            Make the link
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-4">
        <FormField control={form.control} name="email" label="E-mail">
          {(field) => <Input {...field} type="email" autoFocus />}
        </FormField>
        <FormField control={form.control} name="role" label="Role">
          {(field) => <Select {...field} options={rolesUpTo(workspace.role, { hints: true })} />}
        </FormField>
        {problem ? <Note tone="danger">{problem}</Note> : null}
      </form>
    </Dialog>
  );
}
