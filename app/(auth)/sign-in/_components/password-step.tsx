'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { FormField } from '@/components/form/form-field';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { signInApi } from '@/lib/client/sign-in';
import { submitProblem } from '../../_components/submit-problem';

const schema = z.object({
  email: z.email({ error: 'This is not an e-mail address.' }),
  password: z.string().min(1, 'Your password is needed.'),
});

export function PasswordStep({ onDone, onSecondFactor }: { onDone: () => void; onSecondFactor: () => void }) {
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: { email: '', password: '' },
    mode: 'onTouched',
  });
  const [problem, setProblem] = useState<string | null>(null);
  const submit = form.handleSubmit(async ({ email, password }) => {
    setProblem(null);
    try {
      if (await signInApi.password(email, password)) onSecondFactor();
      else onDone();
    } catch (error) {
      setProblem(submitProblem(error, ['email', 'password'], form.setError));
    }
  });
  return (
    <form onSubmit={submit} noValidate className="grid gap-4" method="post">
      <FormField control={form.control} name="email" label="E-mail">
        {(field) => <Input {...field} type="email" autoComplete="username" autoFocus />}
      </FormField>
      <FormField control={form.control} name="password" label="Password">
        {(field) => <Input {...field} type="password" autoComplete="current-password" />}
      </FormField>
      {problem ? <Note tone="danger">{problem}</Note> : null}
      <Button type="submit" intent="primary" busy={form.formState.isSubmitting && 'Signing in'}>
        Sign in
      </Button>
    </form>
  );
}
