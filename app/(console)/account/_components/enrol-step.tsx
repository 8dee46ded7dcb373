'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { QRCodeSVG } from 'qrcode.react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { FormField } from '@/components/form/form-field';
import { ReadOnlyField } from '@/components/form/read-only-field';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { signInApi } from '@/lib/client/sign-in';
import { submitProblem } from '../../../(auth)/_components/submit-problem';

const schema = z.object({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, 'Six digits.'),
});

type EnrolStepProps = { uri: string; onCancel: () => void; onDone: () => void | Promise<void> };

/** The secret as a picture and as text; a first code proves that the app has it. Nothing is on until then. */
export function EnrolStep({ uri, onCancel, onDone }: EnrolStepProps) {
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { code: '' } });
  const [problem, setProblem] = useState<string | null>(null);
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  const submit = form.handleSubmit(async ({ code }) => {
    setProblem(null);
    try {
      await signInApi.totp(code);
      await onDone();
    } catch (error) {
      form.resetField('code');
      setProblem(submitProblem(error, ['code'], form.setError));
    }
  });
  return (
    <div className="grid gap-6 md:grid-cols-[auto_minmax(0,1fr)]">
      {/* Dark on light in both themes: many apps cannot read an inverted code. */}
      <div data-theme="light" className="justify-self-start rounded-2 border border-line bg-surface p-3 text-fg">
        <QRCodeSVG
          value={uri}
          size={184}
          title="QR code of the two-factor secret"
          bgColor="transparent"
          fgColor="currentColor"
        />
      </div>
      <form onSubmit={submit} noValidate method="post" className="grid max-w-100 content-start gap-4">
        <p className="text-fg-2">
          Scan it with an authenticator app, or type the secret in. Then enter the code it shows.
        </p>
        <ReadOnlyField label="Secret" value={secret} />
        <FormField control={form.control} name="code" label="Code">
          {(field) => (
            <Input {...field} mono inputMode="numeric" autoComplete="one-time-code" maxLength={6} autoFocus />
          )}
        </FormField>
        {problem ? <Note tone="danger">{problem}</Note> : null}
        <div className="flex gap-2">
          <Button onClick={onCancel}>Cancel</Button>
          <Button type="submit" intent="primary" busy={form.formState.isSubmitting && 'Checking'}>
            Turn on
          </Button>
        </div>
      </form>
    </div>
  );
}
