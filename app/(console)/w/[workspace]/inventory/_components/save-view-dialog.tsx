'use client';
import { type FormEvent, useId, useState } from 'react';
import { Field } from '@/components/form/field';
import { Button } from '@/components/ui/button';
import { CheckboxField } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { useMay } from '../../../../_components/session';

export type SaveViewDialogProps = {
  onClose: () => void;
  title: string;
  verb: string;
  name: string;
  shared: boolean;
  /** False where only the name is asked for. */
  canShare: boolean;
  error: string | null;
  busy: boolean;
  onSave: (values: { name: string; shared: boolean }) => void;
};

/** A view's name, and whether everybody in the workspace sees it. */
export function SaveViewDialog(props: SaveViewDialogProps) {
  const { onClose, title, verb, canShare, error, busy, onSave } = props;
  const mayShare = useMay('view:write');
  const [name, setName] = useState(props.name);
  const [shared, setShared] = useState(props.shared);
  const form = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '' && !busy) onSave({ name: name.trim(), shared });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={title}
      description="The query, the columns and the order are kept; a moment of the past is not."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={form}
            intent="primary"
            busy={busy && 'Saving'}
            disabledReason={name.trim() === '' && 'Give it a name first'}
          >
            {verb}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-3">
        <Field label="Name">
          {(field) => <Input {...field} value={name} maxLength={80} onChange={({ target }) => setName(target.value)} />}
        </Field>
        {canShare ? (
          <CheckboxField
            label="Share with the workspace"
            help={
              mayShare
                ? 'Everybody sees it, and editors can change it. Else only you see it.'
                : 'Your role keeps private views; editors share.'
            }
            checked={shared}
            disabled={!mayShare}
            onChange={setShared}
          />
        ) : null}
        {error ? <Note tone="danger">{error}</Note> : null}
      </form>
    </Dialog>
  );
}
