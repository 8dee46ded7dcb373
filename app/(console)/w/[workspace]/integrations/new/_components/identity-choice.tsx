'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { FormField } from '@/components/form/form-field';
import type { OnboardingControl } from '@/components/integration/onboarding-fields';
import { inlineLinkClass } from '@/components/ui/link-class';
import { Note } from '@/components/ui/note';
import { Segment } from '@/components/ui/segment';
import { Select } from '@/components/ui/select';
import { read } from '@/lib/client/queries';
import { paths } from '@/lib/paths';
import { useWorkspaceId } from '../../../../../_components/session';

export type Identity = 'issuer' | 'credential';
type Props = { control: OnboardingControl; identity: Identity; onIdentity: (identity: Identity) => void };

/** By which identity Mooring comes to AWS: the workspace's own issuer, or a credential that stands on the host. */
export function IdentityChoice({ control, identity, onIdentity }: Props) {
  const workspaceId = useWorkspaceId();
  const credentials = useQuery({
    ...read('credentials.list', { params: { workspaceId }, query: { pageSize: 200 } }),
    enabled: identity === 'credential',
  });
  const usable = credentials.data?.credentials.filter(({ retriever }) => retriever !== 'mooring_issuer');
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <span className="font-medium">Identity</span>
        <Segment
          label="Identity"
          value={identity}
          onChange={onIdentity}
          options={[
            { value: 'issuer', label: 'Mooring’s own issuer' },
            { value: 'credential', label: 'A credential of this workspace' },
          ]}
        />
        <span className="text-12 text-fg-3">
          {identity === 'issuer'
            ? 'AWS checks a token that Mooring signs for this integration alone.'
            : 'For hosts that have an identity already: a projected token, a token file, AWS settings of the host.'}
        </span>
      </div>
      {identity === 'credential' && usable?.length === 0 ? (
        <Note>
          No credential stands on an identity of the host.{' '}
          <Link href={paths.credentials(workspaceId)} className={inlineLinkClass}>
            Credentials
          </Link>{' '}
          is where one is made, after an install administrator has granted the identity.
        </Note>
      ) : null}
      {identity === 'credential' && usable?.length !== 0 ? (
        <FormField control={control} name="credentialId" label="Credential" className="md:max-w-sm">
          {({ value, ...field }) => (
            <Select
              {...field}
              value={value}
              placeholder={usable ? 'Choose one' : 'Loading'}
              options={(usable ?? []).map(({ id, name, retriever }) => ({ value: id, label: name, hint: retriever }))}
            />
          )}
        </FormField>
      ) : null}
    </div>
  );
}
