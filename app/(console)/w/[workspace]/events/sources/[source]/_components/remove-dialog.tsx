'use client';
import { useRouter } from 'next/navigation';
import type { EventSourceDetail } from '@/components/event-source/states';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast-store';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import { useWorkspaceId } from '../../../../../../_components/session';
import { useOperation } from '../../../../../../_components/use-operation';

/** Removes a source; the events it brought stay in the log. */
export function RemoveDialog({ source, onClose }: { source: EventSourceDetail; onClose: () => void }) {
  const workspaceId = useWorkspaceId();
  const router = useRouter();
  const remove = useOperation('eventSources.remove', {
    stale: ['eventSources.list', 'sensorProfiles.list', 'sensorProfiles.get'],
    onSuccess: () => {
      toast.success(`${source.name} is removed`);
      router.push(paths.eventSources(workspaceId));
    },
  });
  const profiles = source.profiles.map(({ title }) => title).join(', ');
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      verb="Remove"
      name={source.name}
      goes={
        <>
          Its place in the transport goes, and its counts
          {profiles ? `; it is detached from ${profiles}` : ''}
          {source.quarantined > 0
            ? `; ${plural(source.quarantined, 'quarantined message')} can no longer be replayed`
            : ''}
          . From then on only scans see changes that came through it.
        </>
      }
      stays="The events it brought stay in the log, and everything in AWS stays as it is: the queue, bucket or stream goes on filling."
      busy={remove.isPending && 'Removing'}
      error={remove.error?.message}
      onConfirm={() => remove.mutate({ params: { workspaceId, eventSourceId: source.id } })}
    />
  );
}
