'use client';
import { useQuery } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { DataTable } from '@/components/table/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { toast } from '@/components/ui/toast-store';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import type { IssuedLink, Member } from '@/lib/schemas/person';
import { type Role, roleRank } from '@/lib/schemas/role';
import { errorOf } from '../../../../_components/error-of';
import { Refusal } from '../../../../_components/refusal';
import { useMay, useSession } from '../../../../_components/session';
import { useKeysetPages } from '../../../../_components/use-keyset-pages';
import { useOperation } from '../../../../_components/use-operation';
import { memberColumns, narrowMember } from './member-columns';
import { LowerDialog, RemoveDialog, ResetDialog } from './member-dialogs';

type Asking = { what: 'lower'; member: Member; role: Role } | { what: 'remove'; member: Member } | null;

export function MemberTable() {
  const { workspace, me } = useSession();
  const workspaceId = workspace.id;
  const mayManage = useMay('member:manage');
  const router = useRouter();
  const pages = useKeysetPages();
  const [asking, setAsking] = useState<Asking>(null);
  const [reset, setReset] = useState<{ member: Member; link: IssuedLink } | null>(null);
  const list = useQuery(read('members.list', { params: { workspaceId }, query: { pageToken: pages.token } }));
  const update = useOperation('members.update', {
    stale: ['members.list', 'invitations.list', 'apiTokens.list'],
    onSuccess: (member) => {
      setAsking(null);
      toast.success(`${member.name} is ${member.role} now`);
      if (member.userId === me.actor.id) router.refresh();
    },
  });
  const makeLink = useOperation('members.resetPassword');
  const members = list.data?.members;
  const change = (member: Member, role: Role) => {
    update.reset();
    makeLink.reset();
    if (roleRank(role) < roleRank(member.role)) setAsking({ what: 'lower', member, role });
    else if (role !== member.role) update.mutate({ params: { workspaceId, userId: member.userId }, body: { role } });
  };
  const actions = {
    selfId: me.actor.id,
    own: workspace.role,
    mayManage,
    onRole: change,
    onRemove: (member: Member) => setAsking({ what: 'remove', member }),
    onReset: (member: Member) => {
      update.reset();
      makeLink.mutate(
        { params: { workspaceId, userId: member.userId } },
        { onSuccess: (link) => setReset({ member, link }) },
      );
    },
  };
  return (
    <div className="grid grid-cols-1 gap-3">
      {asking ? null : <Refusal title="The role stays as it is" error={update.error} />}
      <Refusal title="No reset link was made" error={makeLink.error} />
      <DataTable
        label="Members"
        columns={memberColumns(actions)}
        rows={members}
        rowKey={({ userId }) => userId}
        rowLabel={({ name }) => name}
        narrow={narrowMember(actions)}
        loadingRows={3}
        error={errorOf('The members could not be read', list)}
        empty={<EmptyState icon={Users} title="There are no more members" />}
        page={pages.page(list.data?.nextPageToken, members ? plural(members.length, 'member') : '')}
      />
      {asking?.what === 'lower' ? (
        <LowerDialog
          member={asking.member}
          role={asking.role}
          self={asking.member.userId === me.actor.id}
          busy={update.isPending}
          error={update.error}
          onClose={() => {
            setAsking(null);
            update.reset();
          }}
          onConfirm={() =>
            update.mutate({ params: { workspaceId, userId: asking.member.userId }, body: { role: asking.role } })
          }
        />
      ) : null}
      {asking?.what === 'remove' ? <RemoveDialog member={asking.member} onClose={() => setAsking(null)} /> : null}
      {reset ? <ResetDialog {...reset} onClose={() => setReset(null)} /> : null}
    </div>
  );
}
