'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type EventSourceDetail, QUARANTINE_WORD, type Quarantined } from '@/components/event-source/states';
import { Pagination } from '@/components/table/pagination';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-store';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { errorOf } from '../../../../../../_components/error-of';
import { useMay, useWorkspaceId } from '../../../../../../_components/session';
import { useKeysetPages } from '../../../../../../_components/use-keyset-pages';
import { useOperation } from '../../../../../../_components/use-operation';
import { QuarantineEntry } from './quarantine-entry';

const STALE = ['eventSources.quarantine', 'eventSources.get', 'eventSources.list'] as const;

/** What could not be read, why, and what one can do with it. The stream goes on meanwhile. */
export function QuarantineTab({ source }: { source: EventSourceDetail }) {
  const params = { workspaceId: useWorkspaceId(), eventSourceId: source.id };
  const may = useMay('eventSource:write');
  const pages = useKeysetPages();
  const [discarding, setDiscarding] = useState<Quarantined | 'all' | null>(null);
  const list = useQuery({
    ...read('eventSources.quarantine', { params, query: { pageToken: pages.token } }),
    refetchInterval: 10_000,
  });
  const replay = useOperation('eventSources.replayQuarantine', {
    stale: STALE,
    onSuccess: ({ queued }) => toast.info(`${plural(queued, 'message')} will be read once more`),
  });
  const discard = useOperation('eventSources.discardQuarantine', {
    stale: STALE,
    onSuccess: ({ discarded }) => {
      setDiscarding(null);
      toast.success(`${plural(discarded, 'message')} thrown away`);
    },
  });
  const failed = (error: Error) => toast.error('Nothing is read again', error.message);
  const again = (ids: string[] | undefined) => replay.mutate({ params, body: ids ? { ids } : {} }, { onError: failed });
  const error = errorOf('The quarantine could not be read', list);
  const entries = list.data?.quarantined;
  const needs = !may && 'Needs the role editor, admin or owner';
  const page = pages.page(list.data?.nextPageToken, entries ? plural(entries.length, 'message') : '');
  return (
    <>
      <Panel
        title="Quarantine"
        fact="what could not be read; the stream goes on"
        flush
        end={
          entries && entries.length > 0 ? (
            <>
              <Button
                size="sm"
                busy={replay.isPending && 'Asking'}
                disabledReason={needs}
                onClick={() => again(undefined)}
              >
                Replay all
              </Button>
              <Button size="sm" disabledReason={needs} onClick={() => setDiscarding('all')}>
                Discard all
              </Button>
            </>
          ) : null
        }
        footer={entries && entries.length > 0 ? <Pagination label="Quarantine" {...page} /> : null}
      >
        {error && !entries ? <ErrorState {...error} /> : null}
        {!entries && !error ? <SkeletonRows rows={4} label="Loading the quarantine" /> : null}
        {entries?.length === 0 ? (
          <EmptyState title="Nothing is quarantined">
            Everything that came could be read. What cannot be is kept here with the reason, so that nothing is lost.
          </EmptyState>
        ) : null}
        <ul className="rows">
          {entries?.map((entry) => (
            <QuarantineEntry
              key={entry.id}
              entry={entry}
              needs={needs}
              onReplay={() => again([entry.id])}
              onDiscard={() => setDiscarding(entry)}
            />
          ))}
        </ul>
      </Panel>
      {discarding ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setDiscarding(null))}
          verb="Discard"
          name={discarding === 'all' ? plural(source.quarantined, 'message') : QUARANTINE_WORD[discarding.reason]}
          goes="What is discarded cannot be replayed, and what it would have told is not in the inventory before the next scan."
          stays="What was read stays, and the stream goes on."
          keep="Keep"
          typeName={false}
          busy={discard.isPending && 'Discarding'}
          error={discard.error?.message}
          onConfirm={() => discard.mutate({ params, body: discarding === 'all' ? {} : { ids: [discarding.id] } })}
        />
      ) : null}
    </>
  );
}
