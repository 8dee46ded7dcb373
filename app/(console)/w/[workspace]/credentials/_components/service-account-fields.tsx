'use client';
import type { Control } from 'react-hook-form';
import { FormField } from '@/components/form/form-field';
import { Input } from '@/components/ui/input';
import type { CredentialInput, CredentialValues } from './form-values';

/** Whose token the cluster is asked for. Nothing is guessed: all three are what the role's trust policy compares. */
export function ServiceAccountFields({ control }: { control: Control<CredentialInput, unknown, CredentialValues> }) {
  return (
    <div className="grid gap-4 md:grid-cols-3">
      <FormField control={control} name="serviceAccount.namespace" label="Namespace">
        {({ value, ...field }) => <Input {...field} value={value ?? ''} mono placeholder="mooring" />}
      </FormField>
      <FormField control={control} name="serviceAccount.name" label="Service account">
        {({ value, ...field }) => <Input {...field} value={value ?? ''} mono placeholder="mooring-worker" />}
      </FormField>
      <FormField control={control} name="serviceAccount.audience" label="Audience">
        {({ value, ...field }) => <Input {...field} value={value ?? ''} mono placeholder="sts.amazonaws.com" />}
      </FormField>
    </div>
  );
}
