'use client';
import { useQuery } from '@tanstack/react-query';
import { Fingerprint } from 'lucide-react';
import { hostIdentityKind, hostIdentityPlace } from '@/components/host-identity/kinds';
import { DataTable } from '@/components/table/data-table';
import type { Column } from '@/components/table/types';
import { EmptyState } from '@/components/ui/empty-state';
import { Time } from '@/components/ui/time';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import type { HostIdentity } from '@/lib/schemas/install';
import { errorOf } from '../../../../_components/error-of';
import { useSession } from '../../../../_components/session';
import { useKeysetPages } from '../../../../_components/use-keyset-pages';

/** Identities of the host that this workspace, and no other, may use. */
export function HostIdentitiesPanel() {
  const { workspace } = useSession();
  const pages = useKeysetPages('identities');
  const list = useQuery(
    read('hostIdentities.listGranted', {
      params: { workspaceId: workspace.id },
      query: { pageSize: 20, pageToken: pages.token },
    }),
  );
  const identities = list.data?.hostIdentities;
  return (
    <DataTable
      title="Host identities"
      fact="granted to this workspace and to no other"
      label="Host identities"
      keys={false}
      loadingRows={1}
      columns={COLUMNS}
      rows={identities}
      rowKey={({ id }) => id}
      rowLabel={({ name }) => name}
      narrow={(row) => ({
        title: row.name,
        meta: <Time at={row.createdAt} />,
        detail: `${hostIdentityKind(row.kind)}, ${hostIdentityPlace(row)}`,
      })}
      error={errorOf('The host identities could not be read', list)}
      empty={
        <EmptyState icon={Fingerprint} title="None is granted to this workspace">
          Integrations by the built-in issuer need none. An install administrator grants a projected token, a token file
          or shared AWS configuration, each to one workspace only.
        </EmptyState>
      }
      page={pages.page(list.data?.nextPageToken, identities ? plural(identities.length, 'identity', 'identities') : '')}
    />
  );
}

const COLUMNS: Column<HostIdentity>[] = [
  { id: 'name', header: 'Name', width: '26%', text: ({ name }) => name, cell: ({ name }) => name },
  { id: 'kind', header: 'Kind', width: '26%', cell: ({ kind }) => hostIdentityKind(kind) },
  { id: 'place', header: 'Read from', kind: 'mono', width: '32%', text: hostIdentityPlace, cell: hostIdentityPlace },
  { id: 'made', header: 'Made', width: '130px', cell: ({ createdAt }) => <Time at={createdAt} /> },
];
