'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { FormField } from '@/components/form/form-field';
import { RETRIEVER_ORDER, RETRIEVER_WORDS } from '@/components/integration/retrievers';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { RadioCards } from '@/components/ui/radio-cards';
import { toast } from '@/components/ui/toast-store';
import { createCredentialSchema } from '@/lib/schemas/credential';
import { fieldProblem } from '../../../../_components/field-problem';
import { useWorkspaceId } from '../../../../_components/session';
import { useOperation } from '../../../../_components/use-operation';
import type { CredentialInput, CredentialValues } from './form-values';
import { HostIdentityField } from './host-identity-field';
import { RoleChainFields } from './role-chain-fields';
import { ServiceAccountFields } from './service-account-fields';

const FIELDS = [
  'name',
  'retriever',
  'hostIdentityId',
  'roleChain',
  'serviceAccount.namespace',
  'serviceAccount.name',
  'serviceAccount.audience',
] as const;

/** Name, retriever, what it stands on, and the roles assumed after it. */
export function CreateForm({ onClose }: { onClose: () => void }) {
  const workspaceId = useWorkspaceId();
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<CredentialInput, unknown, CredentialValues>({
    resolver: zodResolver(createCredentialSchema),
    defaultValues: { name: '', retriever: 'none', roleChain: [] },
    mode: 'onTouched',
  });
  const retriever = useWatch({ control: form.control, name: 'retriever' });
  const create = useOperation('credentials.create', { stale: ['credentials.list'] });
  const submit = form.handleSubmit(async (body) => {
    setProblem(null);
    try {
      const made = await create.mutateAsync({ params: { workspaceId }, body });
      toast.success(`${made.name} is made`, 'Choose it when you connect an account.');
      onClose();
    } catch (error) {
      setProblem(fieldProblem(error, FIELDS, form.setError));
    }
  });
  const { hostKinds } = RETRIEVER_WORDS[retriever];
  return (
    <form onSubmit={submit} noValidate method="post" className="grid gap-5">
      <FormField control={form.control} name="name" label="Name">
        {(field) => <Input {...field} placeholder="cluster-eu" autoFocus />}
      </FormField>
      <FormField control={form.control} name="retriever" label="Retriever" group>
        {({ value, onChange, onBlur, ...described }) => (
          <RadioCards
            label="Retriever"
            value={value}
            onChange={(next) => {
              onChange(next);
              form.setValue('hostIdentityId', undefined);
              form.setValue('serviceAccount', undefined, { shouldValidate: false });
            }}
            onBlur={onBlur}
            aria-describedby={described['aria-describedby']}
            aria-invalid={described['aria-invalid']}
            cards={RETRIEVER_ORDER.map((one) => ({
              value: one,
              title: RETRIEVER_WORDS[one].title,
              text: RETRIEVER_WORDS[one].text,
            }))}
          />
        )}
      </FormField>
      {hostKinds.length > 0 ? <HostIdentityField key={retriever} control={form.control} kinds={hostKinds} /> : null}
      {retriever === 'kube_sa_token' ? <ServiceAccountFields control={form.control} /> : null}
      <RoleChainFields control={form.control} />
      {problem ? <Note tone="danger">{problem}</Note> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Do not make it</Button>
        <Button type="submit" intent="primary" busy={form.formState.isSubmitting && 'Making'}>
          Make credential
        </Button>
      </div>
    </form>
  );
}
