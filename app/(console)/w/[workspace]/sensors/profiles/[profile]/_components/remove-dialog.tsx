'use client';
import { useRouter } from 'next/navigation';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast-store';
import { paths } from '@/lib/paths';
import { useWorkspaceId } from '../../../../../../_components/session';
import { useOperation } from '../../../../../../_components/use-operation';
import type { SensorProfile } from '../../_components/profile-columns';

/** Removes a profile; its sources stay, but nothing consumes them through it. */
export function RemoveDialog({ profile, onClose }: { profile: SensorProfile; onClose: () => void }) {
  const workspaceId = useWorkspaceId();
  const router = useRouter();
  const remove = useOperation('sensorProfiles.remove', {
    stale: ['sensorProfiles.list', 'eventSources.list', 'eventSources.get'],
    onSuccess: () => {
      toast.success(`${profile.title} is removed`);
      router.push(paths.sensorProfiles(workspaceId));
    },
  });
  const names = profile.eventSources.map(({ name }) => name).join(', ');
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      verb="Remove"
      name={profile.title}
      goes={
        names
          ? `Sensors stop consuming ${names} within ten seconds, unless another enabled profile has them.`
          : 'Nothing is attached to it, so nothing stops.'
      }
      stays="The event sources stay with their places, and so does what they brought. Attach them to another profile to go on."
      typeName={profile.eventSources.length > 0}
      busy={remove.isPending && 'Removing'}
      error={remove.error?.message}
      onConfirm={() => remove.mutate({ params: { workspaceId, sensorProfileId: profile.id } })}
    />
  );
}
