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
import { AuthCard } from '../../_components/auth-card';
import { submitProblem } from '../../_components/submit-problem';

const KINDS = {
  totp: {
    title: 'Enter the code',
    lead: 'Your authenticator app shows six digits for Mooring.',
    label: 'Code',
    schema: z.object({
      code: z
        .string()
        .trim()
        .regex(/^\d{6}$/, 'Six digits.'),
    }),
    input: { inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 6 },
    send: signInApi.totp,
    other: 'Use a backup code',
  },
  backup: {
    title: 'Enter a backup code',
    lead: 'One of the codes you kept when you turned the second factor on. Each works once.',
    label: 'Backup code',
    schema: z.object({ code: z.string().trim().min(8, 'A backup code looks like a1B2c-D3e4F.') }),
    input: { autoComplete: 'off', spellCheck: false, maxLength: 40 },
    send: signInApi.backupCode,
    other: 'Use the authenticator app',
  },
} as const;

type Kind = keyof typeof KINDS;

/** The second factor: a code of the authenticator app, or a backup code. */
export function SecondStep({ onDone, onRestart }: { onDone: () => void; onRestart: () => void }) {
  const [kind, setKind] = useState<Kind>('totp');
  const { title, lead, other } = KINDS[kind];
  return (
    <AuthCard title={title} lead={lead}>
      <CodeForm key={kind} kind={kind} onDone={onDone} />
      <div className="flex flex-wrap justify-between gap-2">
        <Button intent="ghost" size="sm" onClick={() => setKind(kind === 'totp' ? 'backup' : 'totp')}>
          {other}
        </Button>
        <Button intent="ghost" size="sm" onClick={onRestart}>
          Begin again
        </Button>
      </div>
    </AuthCard>
  );
}

function CodeForm({ kind, onDone }: { kind: Kind; onDone: () => void }) {
  const { label, schema, input, send } = KINDS[kind];
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { code: '' } });
  const [problem, setProblem] = useState<string | null>(null);
  const submit = form.handleSubmit(async ({ code }) => {
    setProblem(null);
    try {
      await send(code);
      onDone();
    } catch (error) {
      form.resetField('code');
      setProblem(submitProblem(error, ['code'], form.setError));
    }
  });
  return (
    <form onSubmit={submit} noValidate className="grid gap-4" method="post">
      <FormField control={form.control} name="code" label={label}>
        {(field) => <Input {...field} {...input} mono autoFocus />}
      </FormField>
      {problem ? <Note tone="danger">{problem}</Note> : null}
      <Button type="submit" intent="primary" busy={form.formState.isSubmitting && 'Checking'}>
        Sign in
      </Button>
    </form>
  );
}
