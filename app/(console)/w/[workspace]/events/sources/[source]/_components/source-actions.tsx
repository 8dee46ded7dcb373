'use client';
import { Ellipsis, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import type { EventSourceDetail } from '@/components/event-source/states';
import { Button } from '@/components/ui/button';
import { DropdownMenu } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { toast } from '@/components/ui/toast-store';
import { useMay, useWorkspaceId } from '../../../../../../_components/session';
import { useOperation } from '../../../../../../_components/use-operation';
import { RemoveDialog } from './remove-dialog';
import { ResetDialog } from './reset-dialog';

export const SOURCE_READS = ['eventSources.get', 'eventSources.list', 'sensors.list'] as const;
const QUEUES: ReadonlySet<string> = new Set(['eventbridge', 'sqs']);

/** Pause and go on, enable and disable, begin elsewhere, remove. */
export function SourceActions({ source }: { source: EventSourceDetail }) {
  const params = { workspaceId: useWorkspaceId(), eventSourceId: source.id };
  const may = useMay('eventSource:write');
  const [dialog, setDialog] = useState<'reset' | 'remove' | null>(null);
  const pause = useOperation('eventSources.pause', { stale: SOURCE_READS });
  const resume = useOperation('eventSources.resume', { stale: SOURCE_READS });
  const update = useOperation('eventSources.update', { stale: SOURCE_READS });
  const refused = (error: Error) => toast.error('Nothing was changed', error.message);
  const needs = !may && 'Needs the role editor, admin or owner';
  const paused = source.pausedAt !== null;
  return (
    <>
      {source.enabled ? (
        <Button
          icon={paused ? Play : Pause}
          busy={(pause.isPending || resume.isPending) && (paused ? 'Going on' : 'Pausing')}
          disabledReason={needs}
          onClick={() => (paused ? resume : pause).mutate({ params }, { onError: refused })}
        >
          {paused ? 'Go on' : 'Pause'}
        </Button>
      ) : (
        <Button
          icon={Play}
          busy={update.isPending && 'Enabling'}
          disabledReason={needs}
          onClick={() =>
            update.mutate({ params, body: { enabled: true, version: source.version } }, { onError: refused })
          }
        >
          Enable
        </Button>
      )}
      <DropdownMenu
        label="More actions"
        trigger={<IconButton label="More actions" icon={Ellipsis} />}
        groups={[
          {
            id: 'change',
            items: [
              {
                id: 'disable',
                label: 'Disable',
                disabledReason: needs || (!source.enabled && 'It is disabled already'),
                onSelect: () =>
                  update.mutate({ params, body: { enabled: false, version: source.version } }, { onError: refused }),
              },
              {
                id: 'reset',
                label: 'Begin elsewhere …',
                disabledReason: needs || (QUEUES.has(source.strategy) && 'A queue keeps its own place'),
                onSelect: () => setDialog('reset'),
              },
            ],
          },
          {
            id: 'remove',
            items: [
              {
                id: 'remove',
                label: 'Remove …',
                danger: true,
                disabledReason: needs,
                onSelect: () => setDialog('remove'),
              },
            ],
          },
        ]}
      />
      {dialog === 'reset' ? <ResetDialog source={source} onClose={() => setDialog(null)} /> : null}
      {dialog === 'remove' ? <RemoveDialog source={source} onClose={() => setDialog(null)} /> : null}
    </>
  );
}
