'use client';
import { useQuery } from '@tanstack/react-query';
import { toast } from '@/components/ui/toast-store';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { EVENT_RETENTION_DAYS } from '@/lib/schemas/event';
import { RetentionForm } from '../../../../_components/retention-form';
import { useWorkspaceId } from '../../../../_components/session';
import { useOperation } from '../../../../_components/use-operation';

/** How long the log is kept. */
export function RetentionPanel() {
  const params = { workspaceId: useWorkspaceId() };
  const { data } = useQuery(read('events.retention', { params }));
  const update = useOperation('events.setRetention', {
    stale: ['events.retention'],
    onSuccess: ({ days }) => toast.success(`Events are kept for ${plural(days, 'day')}`),
  });
  if (!data) return null;
  return (
    <RetentionForm
      title="How long events are kept"
      days={data.days}
      bounds={EVENT_RETENTION_DAYS}
      busy={update.isPending}
      error={update.error?.message}
      onKeep={(days, onSuccess) => update.mutate({ params, body: { days } }, { onSuccess })}
    >
      Older ones leave the log a day at a time. The history of each resource keeps who changed it for as long as it is
      kept itself.
    </RetentionForm>
  );
}
