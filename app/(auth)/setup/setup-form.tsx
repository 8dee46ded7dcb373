'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { FormField } from '@/components/form/form-field';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { api } from '@/lib/client/queries';
import { completeSetupSchema } from '@/lib/schemas/person';
import { AuthCard } from '../_components/auth-card';
import { enter } from '../_components/enter';
import { LinkGate } from '../_components/link-gate';
import { NewPasswordField } from '../_components/password-field';
import { submitProblem } from '../_components/submit-problem';
import { useLink } from '../_components/use-link';

const schema = completeSetupSchema.omit({ token: true });
const FIELDS = ['name', 'email', 'password', 'workspaceName'] as const;

/** The first install administrator, by the link that the start command prints. */
export function SetupForm() {
  const link = useLink('bootstrap');
  return (
    <LinkGate title="Set up Mooring" link={link}>
      {({ token }) => <Form token={token} />}
    </LinkGate>
  );
}

function Form({ token }: { token: string }) {
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: { name: '', email: '', password: '', workspaceName: 'Main' },
    mode: 'onTouched',
  });
  const [problem, setProblem] = useState<string | null>(null);
  const submit = form.handleSubmit(async (values) => {
    setProblem(null);
    try {
      const { email } = await api.call('setup.complete', { body: { token, ...values } });
      await enter(email, values.password);
    } catch (error) {
      setProblem(submitProblem(error, FIELDS, form.setError));
    }
  });
  return (
    <AuthCard title="Set up Mooring" lead="You become this install’s first administrator and own its first workspace.">
      <form onSubmit={submit} noValidate className="grid gap-4" method="post">
        <FormField control={form.control} name="name" label="Your name">
          {(field) => <Input {...field} autoComplete="name" autoFocus />}
        </FormField>
        <FormField control={form.control} name="email" label="E-mail" help="You sign in with it.">
          {(field) => <Input {...field} type="email" autoComplete="username" />}
        </FormField>
        <NewPasswordField control={form.control} name="password" />
        <FormField
          control={form.control}
          name="workspaceName"
          label="Workspace"
          help="A team and its AWS accounts. More can be made later."
        >
          {(field) => <Input {...field} autoComplete="organization" />}
        </FormField>
        {problem ? <Note tone="danger">{problem}</Note> : null}
        <Button type="submit" intent="primary" busy={form.formState.isSubmitting && 'Setting up'}>
          Set up
        </Button>
      </form>
    </AuthCard>
  );
}
