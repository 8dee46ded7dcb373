'use client';
import { useId, useState } from 'react';
import { useForm } from 'react-hook-form';
import { FormField } from '@/components/form/form-field';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { submitProblem } from '../../../(auth)/_components/submit-problem';

type PasswordDialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  text: string;
  verb: string;
  danger?: boolean;
  act: (password: string) => Promise<void>;
};

/** Asks for the password before what only its owner may do. */
export function PasswordDialog({ open, onClose, title, text, verb, danger, act }: PasswordDialogProps) {
  const formId = useId();
  const form = useForm({ defaultValues: { password: '' } });
  const [problem, setProblem] = useState<string | null>(null);
  const close = () => {
    form.reset();
    setProblem(null);
    onClose();
  };
  const submit = form.handleSubmit(async ({ password }) => {
    setProblem(null);
    try {
      await act(password);
      close();
    } catch (error) {
      form.resetField('password');
      setProblem(submitProblem(error, ['password'], form.setError));
    }
  });
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={title}
      description={text}
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            intent={danger ? 'danger' : 'primary'}
            busy={form.formState.isSubmitting && 'Checking'}
          >
            {verb}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate method="post" className="grid gap-3">
        <FormField
          control={form.control}
          name="password"
          label="Your password"
          rules={{ required: 'Your password is needed.' }}
        >
          {(field) => <Input {...field} type="password" autoComplete="current-password" autoFocus />}
        </FormField>
        {problem ? <Note tone="danger">{problem}</Note> : null}
      </form>
    </Dialog>
  );
}
