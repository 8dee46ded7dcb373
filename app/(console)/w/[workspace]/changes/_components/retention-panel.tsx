'use client';
import { useQuery } from '@tanstack/react-query';
import { toast } from '@/components/ui/toast-store';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { absoluteUtc } from '@/lib/format/time';
import { RETENTION_DAYS } from '@/lib/schemas/history';
import { RetentionForm } from '../../../../_components/retention-form';
import { useWorkspaceId } from '../../../../_components/session';
import { useOperation } from '../../../../_components/use-operation';

/** How far back one can look, and how long history is kept. */
export function RetentionPanel() {
  const params = { workspaceId: useWorkspaceId() };
  const { data } = useQuery(read('retention.get', { params }));
  const update = useOperation('retention.update', {
    stale: ['retention.get', 'changes.summary'],
    onSuccess: ({ days }) => toast.success(`History is kept for ${plural(days, 'day')}`),
  });
  if (!data) return null;
  return (
    <RetentionForm
      title="How long history is kept"
      days={data.days}
      bounds={RETENTION_DAYS}
      busy={update.isPending}
      error={update.error?.message}
      onKeep={(days, onSuccess) => update.mutate({ params, body: { days } }, { onSuccess })}
    >
      {data.from ? `One can look back to ${absoluteUtc(data.from)}.` : 'Nothing has been seen yet.'} What is older goes
      once a day, except the version that was current then; so do resources deleted longer ago. It does not come back
      when more days are kept later.
    </RetentionForm>
  );
}
