'use client';
import { Plus, Trash2 } from 'lucide-react';
import { type Control, useFieldArray } from 'react-hook-form';
import { FormField } from '@/components/form/form-field';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import type { CredentialInput, CredentialValues } from './form-values';

const MOST = 4;

/** Roles assumed one after the other, each with the External ID it asks for; a new one is made where none is typed. */
export function RoleChainFields({ control }: { control: Control<CredentialInput, unknown, CredentialValues> }) {
  const hops = useFieldArray({ control, name: 'roleChain' });
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1.5 font-medium">
        Role chain <span className="font-normal text-fg-3">optional</span>
      </legend>
      {hops.fields.map((hop, index) => (
        <div key={hop.id} className="grid items-start gap-3 md:grid-cols-[minmax(0,3fr)_minmax(0,2fr)_auto]">
          <FormField control={control} name={`roleChain.${index}.roleArn`} label={`Role ${index + 1}`}>
            {(field) => <Input {...field} mono placeholder="arn:aws:iam::123456789012:role/…" />}
          </FormField>
          <FormField
            control={control}
            name={`roleChain.${index}.externalId`}
            label="External ID"
            aside="made when empty"
          >
            {({ value, onChange, ...field }) => (
              <Input
                {...field}
                mono
                value={value ?? ''}
                onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
              />
            )}
          </FormField>
          <IconButton
            label={`Remove role ${index + 1}`}
            icon={Trash2}
            onClick={() => hops.remove(index)}
            className="md:mt-[26px]"
          />
        </div>
      ))}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          size="sm"
          icon={Plus}
          onClick={() => hops.append({ roleArn: '' })}
          disabledReason={hops.fields.length >= MOST && 'A chain has at most four roles'}
        >
          Add a role
        </Button>
        <span className="text-12 text-fg-3">Assumed in this order, with the credentials of the one before.</span>
      </div>
    </fieldset>
  );
}
