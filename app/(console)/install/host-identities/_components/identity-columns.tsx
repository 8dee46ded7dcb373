import { Ellipsis, Handshake, Trash2 } from 'lucide-react';
import { hostIdentityKind, hostIdentityPlace } from '@/components/host-identity/kinds';
import type { Column, NarrowRow } from '@/components/table/types';
import { DropdownMenu } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { Time } from '@/components/ui/time';
import type { HostIdentity } from '@/lib/schemas/install';

export type IdentityActions = { onGrant: (row: HostIdentity) => void; onRemove: (row: HostIdentity) => void };

const grantText = ({ grantedWorkspace }: HostIdentity) => grantedWorkspace?.name ?? 'nobody yet';

export function identityColumns(actions: IdentityActions): Column<HostIdentity>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: '20%',
      text: ({ name }) => name,
      cell: ({ name }) => <span className="font-medium">{name}</span>,
    },
    { id: 'kind', header: 'Kind', width: '22%', cell: ({ kind }) => hostIdentityKind(kind) },
    { id: 'place', header: 'Read from', kind: 'mono', width: '24%', text: hostIdentityPlace, cell: hostIdentityPlace },
    { id: 'granted', header: 'Granted to', width: '18%', text: grantText, cell: grantText },
    { id: 'made', header: 'Made', width: '120px', cell: ({ createdAt }) => <Time at={createdAt} /> },
    {
      id: 'actions',
      header: 'Actions',
      kind: 'number',
      width: '80px',
      cell: (row) => <IdentityMenu row={row} actions={actions} />,
    },
  ];
}

export function narrowIdentity(actions: IdentityActions) {
  return (row: HostIdentity): NarrowRow => ({
    title: row.name,
    meta: <IdentityMenu row={row} actions={actions} />,
    detail: `${hostIdentityKind(row.kind)}, for ${grantText(row)}`,
  });
}

function IdentityMenu({ row, actions }: { row: HostIdentity; actions: IdentityActions }) {
  return (
    <DropdownMenu
      label={`Actions on ${row.name}`}
      trigger={<IconButton label={`Actions on ${row.name}`} icon={Ellipsis} size="sm" tooltip={false} />}
      groups={[
        {
          id: 'identity',
          items: [
            {
              id: 'grant',
              label: row.grantedWorkspace ? 'Change the grant' : 'Grant to a workspace',
              icon: Handshake,
              onSelect: () => actions.onGrant(row),
            },
            { id: 'remove', label: 'Remove', icon: Trash2, danger: true, onSelect: () => actions.onRemove(row) },
          ],
        },
      ]}
    />
  );
}
