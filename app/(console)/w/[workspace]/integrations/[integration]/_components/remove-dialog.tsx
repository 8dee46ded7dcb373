'use client';
import { useRouter } from 'next/navigation';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast-store';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { Integration } from '@/lib/schemas/integration';
import { useWorkspaceId } from '../../../../../_components/session';
import { useOperation } from '../../../../../_components/use-operation';

type Props = { integration: Integration; open: boolean; onOpenChange: (open: boolean) => void };

/** Removes an integration: says what goes with it, what stays here, and what stays in the account. */
export function RemoveDialog({ integration, open, onOpenChange }: Props) {
  const workspaceId = useWorkspaceId();
  const router = useRouter();
  const { name, resources, roleName, roleArn } = integration;
  const remove = useOperation('integrations.remove', {
    stale: ['integrations.list', 'overview.get', 'resources.list', 'credentials.list'],
    onSuccess: () => {
      toast.success(`${name} is removed`, 'Nothing changed in AWS.');
      router.replace(paths.integrations(workspaceId));
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      verb="Remove"
      name={name}
      goes={`The connection goes, with its verifications, its scans and its schedule.`}
      stays={`${plural(resources, 'resource')} stay in the inventory, marked no longer watched. In AWS nothing changes: ${
        roleArn
          ? `the role ${roleName ?? roleArn} stays until its owner destroys the Terraform or the stack`
          : 'no role was made'
      }.`}
      busy={remove.isPending && 'Removing'}
      error={remove.error?.message}
      onConfirm={() => remove.mutate({ params: { workspaceId, integrationId: integration.id } })}
    />
  );
}
