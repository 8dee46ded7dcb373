'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Note } from '@/components/ui/note';
import { api } from '@/lib/client/queries';
import { usePasswordResetSchema } from '@/lib/schemas/person';
import { AuthCard } from '../_components/auth-card';
import { enter } from '../_components/enter';
import { LinkGate } from '../_components/link-gate';
import { NewPasswordField } from '../_components/password-field';
import { submitProblem } from '../_components/submit-problem';
import { useLink } from '../_components/use-link';

const schema = usePasswordResetSchema.pick({ password: true });

/** A new password by a reset link. */
export function ResetForm() {
  const link = useLink('password_reset');
  return (
    <LinkGate title="Set a new password" link={link}>
      {({ token, info }) => <Form token={token} email={info.email} />}
    </LinkGate>
  );
}

function Form({ token, email }: { token: string; email: string | null }) {
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { password: '' }, mode: 'onTouched' });
  const [problem, setProblem] = useState<string | null>(null);
  const submit = form.handleSubmit(async ({ password }) => {
    setProblem(null);
    try {
      const reset = await api.call('links.resetPassword', { body: { token, password } });
      await enter(reset.email, password);
    } catch (error) {
      setProblem(submitProblem(error, ['password'], form.setError));
    }
  });
  return (
    <AuthCard title="Set a new password" lead={`For ${email ?? 'your account'}. Every session of it ends.`}>
      <form onSubmit={submit} noValidate className="grid gap-4" method="post">
        <input type="hidden" name="username" autoComplete="username" value={email ?? ''} readOnly />
        <NewPasswordField control={form.control} name="password" label="New password" />
        {problem ? <Note tone="danger">{problem}</Note> : null}
        <Button type="submit" intent="primary" busy={form.formState.isSubmitting && 'Setting'}>
          Set password
        </Button>
      </form>
    </AuthCard>
  );
}
