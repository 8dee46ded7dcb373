'use client';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { Button } from '@/components/ui/button';
import { paths } from '@/lib/paths';
import { useMay, useSession } from '../../../../_components/session';
import { useShortcut } from '../../../../_components/use-shortcut';
import { InvitationTable } from './invitation-table';
import { InviteDialog } from './invite-dialog';
import { MemberTable } from './member-table';

/** Who may do what in this workspace, and who is invited. */
export function Members() {
  const { workspace } = useSession();
  const mayManage = useMay('member:manage');
  const [inviting, setInviting] = useState(false);
  useShortcut('n', () => setInviting(true), mayManage);
  return (
    <>
      <Crumbs crumbs={[{ label: workspace.name, href: paths.overview(workspace.id) }, { label: 'Members' }]} />
      <PageHeader
        title="Members"
        subtitle="People of this workspace. Nobody gives or takes a role above their own."
        actions={
          mayManage ? (
            <Button intent="primary" icon={UserPlus} keyCap="N" onClick={() => setInviting(true)}>
              Invite someone
            </Button>
          ) : null
        }
      />
      <div className="grid grid-cols-1 gap-6">
        <MemberTable />
        <InvitationTable onInvite={() => setInviting(true)} />
      </div>
      <InviteDialog open={inviting} onOpenChange={setInviting} />
    </>
  );
}
