'use client';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';

export type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Verb and name, "Delete" and "payments-prod": the title asks it, the button repeats it. */
  verb: string;
  name: string;
  /** What goes, counted. */
  goes: ReactNode;
  /** What stays. */
  stays?: ReactNode;
  /** The button that changes nothing, "Keep it". */
  keep?: string;
  /** While it works, "Deleting". */
  busy?: string | false;
  error?: ReactNode;
  /** False for what can be undone: then the name need not be typed. */
  typeName?: boolean;
  onConfirm: () => void;
};

/** Destroys something: names it, says what goes and what stays, and wants the name typed. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    open,
    onOpenChange,
    verb,
    name,
    goes,
    stays,
    keep = 'Keep it',
    busy,
    error,
    typeName = true,
    onConfirm,
  } = props;
  const [typed, setTyped] = useState('');
  const fieldId = useId();
  const formId = useId();
  const matches = !typeName || typed.trim() === name;
  const change = (next: boolean) => {
    setTyped('');
    onOpenChange(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (matches && !busy) onConfirm();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={`${verb} ${name}?`}
      description={
        <>
          {goes} {stays}
        </>
      }
      actions={
        <>
          <Button onClick={() => change(false)}>{keep}</Button>
          <Button
            type="submit"
            form={formId}
            intent="danger"
            busy={busy}
            disabledReason={!matches && `Type ${name} first`}
          >
            {verb} {name}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="grid gap-1.5">
        {typeName ? (
          <>
            <label htmlFor={fieldId} className="text-12 text-fg-2">
              Type <b className="font-semibold text-fg">{name}</b> to confirm
            </label>
            <Input id={fieldId} value={typed} onChange={(event) => setTyped(event.target.value)} />
          </>
        ) : null}
        {error ? <Note tone="danger">{error}</Note> : null}
      </form>
    </Dialog>
  );
}
