'use client';
import { useState } from 'react';
import type { Control, FieldPath, FieldValues } from 'react-hook-form';
import { FormField } from '@/components/form/form-field';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';

type PasswordFieldProps<V extends FieldValues> = { control: Control<V>; name: FieldPath<V>; label?: string };

/** A new password, which one may look at instead of typing it twice. */
export function NewPasswordField<V extends FieldValues>({ control, name, label = 'Password' }: PasswordFieldProps<V>) {
  const [shown, setShown] = useState(false);
  const show = (
    <Button size="sm" intent="ghost" aria-pressed={shown} onClick={() => setShown(!shown)} className="-mr-2 h-6 md:h-6">
      {shown ? 'Hide' : 'Show'}
    </Button>
  );
  return (
    <FormField control={control} name={name} label={label} help="At least 12 characters. A few words do well.">
      {(field) => <Input {...field} type={shown ? 'text' : 'password'} autoComplete="new-password" end={show} />}
    </FormField>
  );
}
