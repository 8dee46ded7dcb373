'use client';
import { useQuery } from '@tanstack/react-query';
import { Users as UsersIcon } from 'lucide-react';
import { useState } from 'react';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { IssuedLink } from '@/components/people/issued-link';
import { DataTable } from '@/components/table/data-table';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog } from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { toast } from '@/components/ui/toast-store';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { IssuedLink as Link } from '@/lib/schemas/person';
import { errorOf } from '../../../_components/error-of';
import { useMe } from '../../../_components/me';
import { Refusal, RefusalText } from '../../../_components/refusal';
import { useKeysetPages } from '../../../_components/use-keyset-pages';
import { useOperation } from '../../../_components/use-operation';
import { narrowUser, userColumns } from './user-columns';
import type { UserRow } from './user-row';

export function Users() {
  const { actor } = useMe();
  const pages = useKeysetPages();
  const [asking, setAsking] = useState<UserRow | null>(null);
  const [reset, setReset] = useState<{ user: UserRow; link: Link } | null>(null);
  const list = useQuery(read('install.listUsers', { query: { pageToken: pages.token } }));
  const update = useOperation('install.updateUser', {
    stale: ['install.listUsers', 'me.get'],
    onSuccess: ({ id, name, installAdmin }) => {
      if (id === actor.id && !installAdmin) return location.assign(paths.home());
      setAsking(null);
      toast.success(installAdmin ? `${name} administers the install now` : `${name} administers it no longer`);
    },
  });
  const makeLink = useOperation('install.resetPassword');
  const users = list.data?.users;
  const actions = {
    selfId: actor.id,
    onToggle: (user: UserRow) => {
      update.reset();
      setAsking(user);
    },
    onReset: (user: UserRow) =>
      makeLink.mutate({ params: { userId: user.id } }, { onSuccess: (link) => setReset({ user, link }) }),
  };
  const leaving = asking?.installAdmin ?? false;
  return (
    <>
      <Crumbs crumbs={[{ label: 'Install', href: paths.install() }, { label: 'Users' }]} />
      <PageHeader title="Users" subtitle="Every account of the install. People come by invitation to a workspace." />
      <div className="grid grid-cols-1 gap-3">
        <Refusal title="No reset link was made" error={makeLink.error} />
        <DataTable
          label="Users"
          columns={userColumns(actions)}
          rows={users}
          rowKey={({ id }) => id}
          rowLabel={({ name }) => name}
          narrow={narrowUser(actions)}
          loadingRows={4}
          error={errorOf('The users could not be read', list)}
          empty={<EmptyState icon={UsersIcon} title="There are no more users" />}
          page={pages.page(list.data?.nextPageToken, users ? plural(users.length, 'user') : '')}
        />
      </div>
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={() => setAsking(null)}
        verb={leaving ? 'Unmake administrator' : 'Make administrator'}
        name={asking?.name ?? ''}
        goes={
          leaving
            ? 'The pages of the install close to them at once.'
            : 'They can set endpoints, make workspaces, grant host identities and reset any password.'
        }
        stays={leaving ? 'Their workspaces and roles stay.' : 'It opens no workspace to them by itself.'}
        keep="Leave it"
        typeName={false}
        busy={update.isPending && 'Saving'}
        error={update.error ? <RefusalText error={update.error} /> : null}
        onConfirm={() =>
          asking && update.mutate({ params: { userId: asking.id }, body: { installAdmin: !asking.installAdmin } })
        }
      />
      {reset ? (
        <Dialog
          open
          onOpenChange={() => setReset(null)}
          title={`A new password for ${reset.user.name}`}
          description="Using the link sets a new password and ends every session. A second factor stays on."
          actions={
            <Button intent="primary" onClick={() => setReset(null)}>
              Done
            </Button>
          }
        >
          <IssuedLink link={reset.link} email={reset.user.email} label="Password-reset link" />
        </Dialog>
      ) : null}
    </>
  );
}
