'use client';
import { useQuery } from '@tanstack/react-query';
import type { Control } from 'react-hook-form';
import { FormField } from '@/components/form/form-field';
import { Note } from '@/components/ui/note';
import { Select } from '@/components/ui/select';
import { read } from '@/lib/client/queries';
import { useWorkspaceId } from '../../../../_components/session';
import type { CredentialInput, CredentialValues } from './form-values';

type Props = { control: Control<CredentialInput, unknown, CredentialValues>; kinds: readonly string[] };

/** A host identity granted to this workspace, of a kind the retriever can stand on. */
export function HostIdentityField({ control, kinds }: Props) {
  const workspaceId = useWorkspaceId();
  const granted = useQuery(read('hostIdentities.listGranted', { params: { workspaceId }, query: { pageSize: 200 } }));
  const fitting = granted.data?.hostIdentities.filter(({ kind }) => kinds.includes(kind));
  if (granted.error) return <Note tone="danger">{granted.error.message}</Note>;
  if (fitting?.length === 0) {
    return (
      <Note tone="warn" title="No such identity of the host is granted to this workspace">
        An install administrator names it and grants it to one workspace: to AWS, all who use it are the same caller. It
        must be of the kind {kinds.join(' or ')}.
      </Note>
    );
  }
  return (
    <FormField
      control={control}
      name="hostIdentityId"
      label="Host identity"
      help="Granted to this workspace alone."
      className="md:max-w-sm"
    >
      {({ value, ...field }) => (
        <Select
          {...field}
          value={value}
          placeholder={fitting ? 'Choose one' : 'Loading'}
          options={(fitting ?? []).map(({ id, name, kind }) => ({ value: id, label: name, hint: kind }))}
        />
      )}
    </FormField>
  );
}
