'use client';
import { useQuery } from '@tanstack/react-query';
import { Pause, Play } from 'lucide-react';
import { useReducer, useState } from 'react';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { useAccountNames } from '@/components/resource/use-account-names';
import { Button } from '@/components/ui/button';
import { read } from '@/lib/client/queries';
import { paths } from '@/lib/paths';
import { useSession } from '../../../../_components/session';
import { useKeysetPages } from '../../../../_components/use-keyset-pages';
import { useShortcut } from '../../../../_components/use-shortcut';
import { EventControls } from './event-controls';
import { EventPane } from './event-pane';
import { LiveTable } from './live-table';
import { NoEvents } from './no-events';
import { PastTable } from './past-table';
import { RatePanel } from './rate-panel';
import { RetentionPanel } from './retention-panel';
import { useEventFilters } from './use-event-filters';

/** What AWS tells, as it arrives, and what it did to the inventory; further back, the log of it. */
export function Live() {
  const { workspace } = useSession();
  const filters = useEventFilters();
  const [paused, setPaused] = useState(false);
  const [services, addServices] = useReducer(union, []);
  const names = useAccountNames(workspace.id);
  const { filter, past, event, link } = filters;
  const sources = useQuery({
    ...read('eventSources.list', { params: { workspaceId: workspace.id }, query: { pageSize: 200 } }),
    refetchInterval: 10_000,
  });
  const search = useKeysetPages().token !== undefined || past;
  useShortcut(' ', () => setPaused(!paused), !search);
  const known = sources.data?.eventSources;
  const empty = <NoEvents sources={known} filters={filters} />;
  const shared = { filter, names, link, openKey: event, empty };
  return (
    <>
      <Crumbs
        crumbs={[{ label: workspace.name, href: paths.overview(workspace.id) }, { label: 'Events' }, { label: 'Live' }]}
      />
      <PageHeader
        title="Live"
        subtitle="What AWS tells us, as it arrives, and what it did to the inventory."
        actions={
          search ? null : (
            <Button
              icon={paused ? Play : Pause}
              keyCap="Space"
              aria-pressed={paused}
              onClick={() => setPaused(!paused)}
            >
              {paused ? 'Go on' : 'Pause'}
            </Button>
          )
        }
      />
      <div className="grid min-w-0 grid-cols-1 gap-4">
        <RatePanel source={filters.given.source} />
        <EventControls filters={filters} names={names} services={services} sources={known} />
        <div className={event ? 'grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,400px)]' : undefined}>
          {search ? (
            <PastTable key={JSON.stringify(filter)} {...shared} byTime={past} onSeen={addServices} />
          ) : (
            <LiveTable key={JSON.stringify(filter)} {...shared} paused={paused} onSeen={addServices} />
          )}
          {event ? <EventPane id={event} names={names} onClose={() => link.open(null)} /> : null}
        </div>
        <RetentionPanel />
      </div>
    </>
  );
}

function union(known: readonly string[], more: readonly string[]): readonly string[] {
  return more.every((one) => known.includes(one)) ? known : [...new Set([...known, ...more])].sort();
}
