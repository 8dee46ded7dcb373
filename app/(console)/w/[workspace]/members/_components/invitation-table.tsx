'use client';
import { useQuery } from '@tanstack/react-query';
import { MailPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { DataTable } from '@/components/table/data-table';
import type { Column } from '@/components/table/types';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { StateWord } from '@/components/ui/state-word';
import type { StateName } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import type { Invitation } from '@/lib/schemas/person';
import { roleRank } from '@/lib/schemas/role';
import { errorOf } from '../../../../_components/error-of';
import { RefusalText } from '../../../../_components/refusal';
import { useMay, useSession } from '../../../../_components/session';
import { useKeysetPages } from '../../../../_components/use-keyset-pages';
import { useOperation } from '../../../../_components/use-operation';

const LOOK = {
  open: 'next',
  accepted: 'complete',
  expired: 'expired',
  revoked: 'cancelled',
} as const satisfies Record<Invitation['state'], StateName>;

export function InvitationTable({ onInvite }: { onInvite: () => void }) {
  const { workspace } = useSession();
  const mayManage = useMay('member:manage');
  const pages = useKeysetPages('invitations');
  const [revoking, setRevoking] = useState<Invitation | null>(null);
  const list = useQuery(
    read('invitations.list', {
      params: { workspaceId: workspace.id },
      query: { pageSize: 20, pageToken: pages.token },
    }),
  );
  const revoke = useOperation('invitations.revoke', {
    stale: ['invitations.list'],
    onSuccess: () => setRevoking(null),
  });
  const invitations = list.data?.invitations;
  const mayRevoke = (row: Invitation) =>
    mayManage && row.state === 'open' && roleRank(row.role) <= roleRank(workspace.role);
  const action = (row: Invitation) =>
    mayRevoke(row) ? (
      <Button size="sm" aria-label={`Revoke the invitation of ${row.email}`} onClick={() => setRevoking(row)}>
        Revoke
      </Button>
    ) : null;
  return (
    <>
      <DataTable
        title="Invitations"
        label="Invitations"
        keys={false}
        loadingRows={2}
        columns={columns(action)}
        rows={invitations}
        rowKey={({ id }) => id}
        rowLabel={({ email }) => email}
        narrow={(row) => ({
          title: row.email,
          meta: action(row) ?? <StateWord state={LOOK[row.state]}>{row.state}</StateWord>,
          detail: `${row.role}, ${row.state}, by ${row.createdBy}`,
        })}
        error={errorOf('The invitations could not be read', list)}
        empty={
          <EmptyState
            icon={MailPlus}
            title="Nobody was invited yet"
            action={mayManage ? <Button onClick={onInvite}>Invite someone</Button> : null}
          >
            Each invitation is a link that works once, for one address and one role.
          </EmptyState>
        }
        page={pages.page(list.data?.nextPageToken, invitations ? plural(invitations.length, 'invitation') : '')}
      />
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={() => setRevoking(null)}
        verb="Revoke the invitation of"
        name={revoking?.email ?? ''}
        goes="Its link stops working."
        stays="They can be invited again."
        typeName={false}
        busy={revoke.isPending && 'Revoking'}
        error={revoke.error ? <RefusalText error={revoke.error} /> : null}
        onConfirm={() =>
          revoking && revoke.mutate({ params: { workspaceId: workspace.id, invitationId: revoking.id } })
        }
      />
    </>
  );
}

function columns(action: (row: Invitation) => ReactNode): Column<Invitation>[] {
  return [
    { id: 'email', header: 'E-mail', width: '30%', text: ({ email }) => email, cell: ({ email }) => email },
    { id: 'role', header: 'Role', width: '90px', cell: ({ role }) => role },
    {
      id: 'state',
      header: 'State',
      width: '120px',
      cell: ({ state }) => <StateWord state={LOOK[state]}>{state}</StateWord>,
    },
    { id: 'by', header: 'By', width: '20%', text: ({ createdBy }) => createdBy, cell: ({ createdBy }) => createdBy },
    { id: 'made', header: 'Made', width: '120px', cell: ({ createdAt }) => <Time at={createdAt} /> },
    { id: 'expires', header: 'Expires', width: '120px', cell: ({ expiresAt }) => <Time at={expiresAt} /> },
    { id: 'revoke', header: 'Actions', kind: 'number', width: '100px', cell: action },
  ];
}
