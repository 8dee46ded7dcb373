'use client';
import { useQuery } from '@tanstack/react-query';
import { Fingerprint, Plus } from 'lucide-react';
import { useState } from 'react';
import { hostIdentityKind } from '@/components/host-identity/kinds';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { DataTable } from '@/components/table/data-table';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { HostIdentity } from '@/lib/schemas/install';
import { errorOf } from '../../../_components/error-of';
import { RefusalText } from '../../../_components/refusal';
import { useKeysetPages } from '../../../_components/use-keyset-pages';
import { useOperation } from '../../../_components/use-operation';
import { useShortcut } from '../../../_components/use-shortcut';
import { CreateIdentityDialog } from './create-identity-dialog';
import { GrantDialog } from './grant-dialog';
import { identityColumns, narrowIdentity } from './identity-columns';

/** Identities the whole install has, each lent to one workspace. */
export function HostIdentities() {
  const pages = useKeysetPages();
  const [creating, setCreating] = useState(false);
  const [granting, setGranting] = useState<HostIdentity | null>(null);
  const [removing, setRemoving] = useState<HostIdentity | null>(null);
  const list = useQuery(read('hostIdentities.list', { query: { pageToken: pages.token } }));
  const remove = useOperation('hostIdentities.remove', {
    stale: ['hostIdentities.list'],
    onSuccess: () => setRemoving(null),
  });
  const rows = list.data?.hostIdentities;
  const actions = {
    onGrant: setGranting,
    onRemove: (row: HostIdentity) => {
      remove.reset();
      setRemoving(row);
    },
  };
  const nothingYet = rows?.length === 0 && pages.token === undefined;
  useShortcut('n', () => setCreating(true));
  const name = (
    <Button intent="primary" icon={Plus} keyCap="N" onClick={() => setCreating(true)}>
      Name an identity
    </Button>
  );
  return (
    <>
      <Crumbs crumbs={[{ label: 'Install', href: paths.install() }, { label: 'Host identities' }]} />
      <PageHeader
        title="Host identities"
        subtitle="What the host itself can prove to AWS. To AWS all who use one are the same caller, so only one workspace may."
        actions={nothingYet ? null : name}
      />
      <DataTable
        label="Host identities"
        columns={identityColumns(actions)}
        rows={rows}
        rowKey={({ id }) => id}
        rowLabel={(row) => row.name}
        narrow={narrowIdentity(actions)}
        loadingRows={3}
        error={errorOf('The host identities could not be read', list)}
        empty={
          <EmptyState icon={Fingerprint} title="No identity of the host is named" action={name}>
            The built-in issuer needs none. Name one to use a cluster’s projected token, a token file, or the AWS
            configuration of this host.
          </EmptyState>
        }
        page={pages.page(list.data?.nextPageToken, rows ? plural(rows.length, 'identity', 'identities') : '')}
      />
      <CreateIdentityDialog open={creating} onOpenChange={setCreating} />
      {granting ? <GrantDialog identity={granting} onClose={() => setGranting(null)} /> : null}
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={() => setRemoving(null)}
        verb="Remove"
        name={removing?.name ?? ''}
        goes={
          removing?.grantedWorkspace
            ? `${removing.grantedWorkspace.name} cannot use it for new credentials any more.`
            : `Mooring forgets this ${removing ? hostIdentityKind(removing.kind).toLowerCase() : 'identity'}.`
        }
        stays="The token or configuration on the host is not touched. While credentials stand on it, this is refused."
        typeName={false}
        busy={remove.isPending && 'Removing'}
        error={remove.error ? <RefusalText error={remove.error} /> : null}
        onConfirm={() => removing && remove.mutate({ params: { hostIdentityId: removing.id } })}
      />
    </>
  );
}
