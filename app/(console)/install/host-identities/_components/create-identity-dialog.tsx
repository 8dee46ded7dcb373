'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useId, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { FormField } from '@/components/form/form-field';
import { HOST_IDENTITY_WORDS } from '@/components/host-identity/kinds';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { RadioCards } from '@/components/ui/radio-cards';
import { createHostIdentitySchema, HOST_IDENTITY_KINDS, type HostIdentity } from '@/lib/schemas/install';
import { fieldProblem } from '../../../_components/field-problem';
import { useOperation } from '../../../_components/use-operation';

type Values = { name: string; kind: HostIdentity['kind']; path?: string; profile?: string };
type CreateIdentityDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

const EMPTY: Values = { name: '', kind: 'projected_token' };
const CARDS = HOST_IDENTITY_KINDS.map((value) => ({ value, ...HOST_IDENTITY_WORDS[value] }));
const orNothing = (text: string) => (text === '' ? undefined : text);

export function CreateIdentityDialog({ open, onOpenChange }: CreateIdentityDialogProps) {
  const formId = useId();
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<Values>({
    resolver: zodResolver(createHostIdentitySchema),
    defaultValues: EMPTY,
    mode: 'onTouched',
  });
  const kind = useWatch({ control: form.control, name: 'kind' });
  const create = useOperation('hostIdentities.create', { stale: ['hostIdentities.list'] });
  const close = (next: boolean) => {
    onOpenChange(next);
    form.reset(EMPTY);
    setProblem(null);
  };
  const submit = form.handleSubmit(async ({ path, profile, ...rest }) => {
    setProblem(null);
    try {
      await create.mutateAsync({ body: { ...rest, ...(rest.kind === 'shared_config' ? { profile } : { path }) } });
      close(false);
    } catch (error) {
      setProblem(fieldProblem(error, ['name', 'kind', 'path', 'profile'], form.setError));
    }
  });
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={close}
      title="Name an identity of the host"
      description="Nothing is made on the host: this says where it is. Grant it to a workspace afterwards."
      actions={
        <>
          <Button onClick={() => close(false)}>Cancel</Button>
          <Button type="submit" form={formId} intent="primary" busy={form.formState.isSubmitting && 'Saving'}>
            Save
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-4">
        <FormField control={form.control} name="name" label="Name">
          {(field) => <Input {...field} autoFocus />}
        </FormField>
        <FormField control={form.control} name="kind" label="Kind" group>
          {({ id: _, ref: __, name: ___, disabled: ____, ...field }) => (
            <RadioCards {...field} label="Kind" cards={CARDS} />
          )}
        </FormField>
        {kind === 'shared_config' ? (
          <FormField
            control={form.control}
            name="profile"
            label="Profile"
            aside="optional"
            help="Without one, the AWS SDK’s default chain of this host."
          >
            {({ value, onChange, ...field }) => (
              <Input {...field} mono value={value ?? ''} onChange={({ target }) => onChange(orNothing(target.value))} />
            )}
          </FormField>
        ) : (
          <FormField
            control={form.control}
            name="path"
            label="Path of the token"
            aside={kind === 'projected_token' ? 'optional' : undefined}
            help={
              kind === 'projected_token'
                ? 'Without one, the path this install is configured with.'
                : 'Below the token directory of this install (MOORING_TOKEN_DIRECTORY).'
            }
          >
            {({ value, onChange, ...field }) => (
              <Input
                {...field}
                mono
                placeholder="/var/run/secrets/…"
                value={value ?? ''}
                onChange={({ target }) => onChange(orNothing(target.value))}
              />
            )}
          </FormField>
        )}
        {problem ? <Note tone="danger">{problem}</Note> : null}
      </form>
    </Dialog>
  );
}
