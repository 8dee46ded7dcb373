'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { FormField } from '@/components/form/form-field';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { toast } from '@/components/ui/toast-store';
import { signInApi } from '@/lib/client/sign-in';
import { passwordSchema } from '@/lib/schemas/person';
import { NewPasswordField } from '../../../(auth)/_components/password-field';
import { submitProblem } from '../../../(auth)/_components/submit-problem';

const schema = z
  .object({ current: z.string().min(1, 'Your present password is needed.'), password: passwordSchema })
  .refine(({ current, password }) => current !== password, {
    path: ['password'],
    message: 'This is the password you have.',
  });

export function PasswordPanel({ email }: { email: string }) {
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: { current: '', password: '' },
    mode: 'onTouched',
  });
  const [problem, setProblem] = useState<string | null>(null);
  const submit = form.handleSubmit(async ({ current, password }) => {
    setProblem(null);
    try {
      await signInApi.changePassword(current, password);
      form.reset();
      toast.success('Your password is changed', 'Every other session is signed out.');
    } catch (error) {
      setProblem(submitProblem(error, ['current', 'password'], form.setError));
    }
  });
  return (
    <Panel title="Password" fact="changing it signs out every other session">
      <form onSubmit={submit} noValidate method="post" className="grid max-w-100 gap-4">
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <FormField control={form.control} name="current" label="Present password">
          {(field) => <Input {...field} type="password" autoComplete="current-password" />}
        </FormField>
        <NewPasswordField control={form.control} name="password" label="New password" />
        {problem ? <Note tone="danger">{problem}</Note> : null}
        <div>
          <Button type="submit" busy={form.formState.isSubmitting && 'Changing'}>
            Change password
          </Button>
        </div>
      </form>
    </Panel>
  );
}
