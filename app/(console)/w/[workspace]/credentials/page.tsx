'use client';
import { useQuery } from '@tanstack/react-query';
import { IdCard, Plus } from 'lucide-react';
import { useState } from 'react';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { DataTable } from '@/components/table/data-table';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { Credential } from '@/lib/schemas/credential';
import { errorOf } from '../../../_components/error-of';
import { useMay, useSession } from '../../../_components/session';
import { useKeysetPages } from '../../../_components/use-keyset-pages';
import { useShortcut } from '../../../_components/use-shortcut';
import { credentialColumns, narrowCredential } from './_components/columns';
import { CreateDialog } from './_components/create-dialog';
import { RemoveDialog } from './_components/remove-dialog';

/** Named ways to get AWS credentials, and what uses each. */
export default function CredentialsPage() {
  const { workspace } = useSession();
  const may = useMay('credential:write');
  const pages = useKeysetPages();
  const [creating, setCreating] = useState(false);
  const [removing, setRemoving] = useState<Credential | null>(null);
  const list = useQuery(
    read('credentials.list', { params: { workspaceId: workspace.id }, query: { pageToken: pages.token } }),
  );
  const credentials = list.data?.credentials;
  useShortcut('n', () => setCreating(true), may);
  const create = (
    <Button
      intent="primary"
      icon={Plus}
      keyCap="N"
      onClick={() => setCreating(true)}
      disabledReason={!may && 'Needs the role editor, admin or owner'}
    >
      New credential
    </Button>
  );
  return (
    <>
      <Crumbs crumbs={[{ label: workspace.name, href: paths.overview(workspace.id) }, { label: 'Credentials' }]} />
      <PageHeader
        title="Credentials"
        subtitle="Named ways to come to AWS. Each is a token or an identity of the host, never a key."
        actions={create}
      />
      <DataTable
        label="Credentials"
        columns={credentialColumns(workspace.id, may ? setRemoving : undefined)}
        rows={credentials}
        rowKey={({ id }) => id}
        rowLabel={({ name }) => name}
        narrow={narrowCredential}
        error={errorOf('The credentials could not be read', list)}
        empty={
          <EmptyState icon={IdCard} title="No credential yet">
            The wizard makes one for each account it connects. Make one here for an identity that the host has already.
          </EmptyState>
        }
        page={pages.page(list.data?.nextPageToken, credentials ? plural(credentials.length, 'credential') : '')}
      />
      <CreateDialog open={creating} onOpenChange={setCreating} />
      {removing ? <RemoveDialog credential={removing} onClose={() => setRemoving(null)} /> : null}
    </>
  );
}
