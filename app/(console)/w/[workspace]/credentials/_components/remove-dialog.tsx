'use client';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast-store';
import type { Credential } from '@/lib/schemas/credential';
import { useWorkspaceId } from '../../../../_components/session';
import { useOperation } from '../../../../_components/use-operation';

/** Removes a credential that nothing uses. Nothing in AWS hangs on it. */
export function RemoveDialog({ credential, onClose }: { credential: Credential; onClose: () => void }) {
  const workspaceId = useWorkspaceId();
  const remove = useOperation('credentials.remove', {
    stale: ['credentials.list'],
    onSuccess: () => {
      toast.success(`${credential.name} is removed`);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      verb="Remove"
      name={credential.name}
      goes="The credential goes, with its role chain and External IDs."
      stays="The host identity and every role in AWS stay as they are."
      typeName={credential.roleChain.length > 0}
      busy={remove.isPending && 'Removing'}
      error={remove.error?.message}
      onConfirm={() => remove.mutate({ params: { workspaceId, credentialId: credential.id } })}
    />
  );
}
