'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast-store';
import { api, read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { useMay, useWorkspaceId } from '../../../_components/session';

/** Starts a scan of every connected account; one that runs already is left to run. */
export function RunNow() {
  const workspaceId = useWorkspaceId();
  const client = useQueryClient();
  const may = useMay('scan:run');
  const list = useQuery(read('integrations.list', { params: { workspaceId }, query: { pageSize: 200 } }));
  const connected = list.data?.integrations.filter(({ state }) => state !== 'draft') ?? [];
  const run = useMutation({
    mutationFn: () =>
      Promise.allSettled(
        connected.map(({ id }) => api.call('scans.start', { params: { workspaceId, integrationId: id } })),
      ),
    onSuccess: async (answers) => {
      const refused = answers.filter((answer) => answer.status === 'rejected');
      const started = answers.length - refused.length;
      const [first] = refused;
      if (started > 0) toast.success(`Scanning ${plural(started, 'account')}`);
      if (first) {
        const why = first.reason instanceof Error ? first.reason.message : '';
        toast.error(`${plural(refused.length, 'scan')} did not start`, why);
      }
      await client.invalidateQueries({ queryKey: ['scans.list'] });
    },
  });
  if (!may || connected.length === 0) return null;
  return (
    <Button icon={Play} busy={run.isPending && 'Starting'} onClick={() => run.mutate()}>
      Run now
    </Button>
  );
}
