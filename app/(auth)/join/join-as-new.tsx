'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { FormField } from '@/components/form/form-field';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { api } from '@/lib/client/queries';
import { acceptInvitationSchema } from '@/lib/schemas/person';
import { AuthCard } from '../_components/auth-card';
import { enter } from '../_components/enter';
import { NewPasswordField } from '../_components/password-field';
import { submitProblem } from '../_components/submit-problem';
import { type InvitationProps, invitationLead } from './invitation';

const schema = acceptInvitationSchema.pick({ name: true, password: true }).required();

export function JoinAsNew(invitation: InvitationProps) {
  const { token, email, workspace } = invitation;
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { name: '', password: '' }, mode: 'onTouched' });
  const [problem, setProblem] = useState<string | null>(null);
  const submit = form.handleSubmit(async (values) => {
    setProblem(null);
    try {
      await api.call('links.acceptInvitation', { body: { token, ...values } });
      await enter(email, values.password);
    } catch (error) {
      setProblem(submitProblem(error, ['name', 'password'], form.setError));
    }
  });
  return (
    <AuthCard title={`Join ${workspace}`} lead={invitationLead(invitation)}>
      <form onSubmit={submit} noValidate className="grid gap-4" method="post">
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <FormField control={form.control} name="name" label="Your name">
          {(field) => <Input {...field} autoComplete="name" autoFocus />}
        </FormField>
        <NewPasswordField control={form.control} name="password" />
        {problem ? <Note tone="danger">{problem}</Note> : null}
        <Button type="submit" intent="primary" busy={form.formState.isSubmitting && 'Joining'}>
          Join
        </Button>
      </form>
    </AuthCard>
  );
}
