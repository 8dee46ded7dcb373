'use client';
import { IssuedLink } from '@/components/people/issued-link';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog } from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast-store';
import { paths } from '@/lib/paths';
import type { IssuedLink as Link, Member } from '@/lib/schemas/person';
import type { Role } from '@/lib/schemas/role';
import { RefusalText } from '../../../../_components/refusal';
import { useSession } from '../../../../_components/session';
import { useOperation } from '../../../../_components/use-operation';

type LowerDialogProps = {
  member: Member;
  role: Role;
  self: boolean;
  busy: boolean;
  error: Error | null;
  onClose: () => void;
  onConfirm: () => void;
};

export function LowerDialog({ member, role, self, busy, error, onClose, onConfirm }: LowerDialogProps) {
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      verb="Lower the role of"
      name={member.name}
      goes={`From ${member.role} to ${role}. ${self ? 'Your' : 'Their'} API tokens and open invitations above ${role} stop working at once.`}
      stays={self ? 'You cannot raise yourself again.' : 'What they made stays.'}
      keep={`Keep ${member.role}`}
      typeName={false}
      busy={busy && 'Changing'}
      error={error ? <RefusalText error={error} /> : null}
      onConfirm={onConfirm}
    />
  );
}

export function RemoveDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { workspace, me } = useSession();
  const self = member.userId === me.actor.id;
  const remove = useOperation('members.remove', {
    stale: self ? [] : ['members.list', 'invitations.list', 'apiTokens.list'],
    onSuccess: () => {
      if (self) return location.assign(paths.home());
      toast.success(`${member.name} is removed`);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      verb="Remove"
      name={member.email}
      goes={`${self ? 'You lose' : `${member.name} loses`} access to ${workspace.name} at once; API tokens and open invitations made by ${self ? 'you' : 'them'} stop working.`}
      stays="The account, and everything it made here, stay."
      busy={remove.isPending && 'Removing'}
      error={remove.error ? <RefusalText error={remove.error} /> : null}
      onConfirm={() => remove.mutate({ params: { workspaceId: workspace.id, userId: member.userId } })}
    />
  );
}

export function ResetDialog({ member, link, onClose }: { member: Member; link: Link; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`A new password for ${member.name}`}
      description="Using the link sets a new password and ends every session. A second factor stays on."
      actions={
        <Button intent="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <IssuedLink link={link} email={member.email} label="Password-reset link" />
    </Dialog>
  );
}
