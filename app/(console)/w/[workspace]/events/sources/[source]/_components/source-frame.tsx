'use client';
import type { ReactNode } from 'react';
import { SourceState } from '@/components/event-source/source-state';
import { type EventSourceDetail, STRATEGY_WORD } from '@/components/event-source/states';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { TabLinks } from '@/components/layout/tab-links';
import { Note } from '@/components/ui/note';
import { count } from '@/lib/format/number';
import { paths, type SOURCE_TABS } from '@/lib/paths';
import { useSession } from '../../../../../../_components/session';
import { WayOut } from '../../_components/silent-notes';
import { NextStep } from './next-step';
import { SourceActions } from './source-actions';

type Tab = (typeof SOURCE_TABS)[number];
type Props = { source: EventSourceDetail; tab: Tab; children: ReactNode };

/** What every part of a source's page has: what it is, why nothing arrives when nothing can, what can be done. */
export function SourceFrame({ source, tab, children }: Props) {
  const { workspace } = useSession();
  const { id, name, strategy, state, stateReason, quarantined, integration } = source;
  const href = (part: Tab) => paths.eventSource(workspace.id, id, part === 'status' ? undefined : part);
  return (
    <>
      <Crumbs
        crumbs={[
          { label: workspace.name, href: paths.overview(workspace.id) },
          { label: 'Events', href: paths.events(workspace.id) },
          { label: 'Sources', href: paths.eventSources(workspace.id) },
          { label: name },
        ]}
      />
      <PageHeader
        className="mb-3"
        title={name}
        marks={<SourceState source={source} />}
        subtitle={
          <span>
            {STRATEGY_WORD[strategy]}, read as {integration?.name ?? 'nobody: its integration was removed'}
          </span>
        }
        actions={<SourceActions source={source} />}
      />
      <TabLinks
        label="Parts of the event source"
        current={tab}
        className="mb-6"
        tabs={[
          { id: 'status', href: href('status'), label: 'Status' },
          { id: 'events', href: paths.events(workspace.id, { source: id }), label: 'Events' },
          {
            id: 'quarantine',
            href: href('quarantine'),
            label: 'Quarantine',
            ...(quarantined > 0 ? { count: count(quarantined) } : {}),
          },
          { id: 'completeness', href: href('completeness'), label: 'Completeness' },
          { id: 'settings', href: href('settings'), label: 'Settings' },
        ]}
      />
      {state === 'notAttached' ? (
        <NextStep source={source} />
      ) : stateReason ? (
        <Note tone={TONE[state]} className="mb-6" action={<WayOut source={source} />}>
          {stateReason}
        </Note>
      ) : null}
      {children}
    </>
  );
}

const TONE = {
  consuming: 'neutral',
  starting: 'info',
  failing: 'danger',
  paused: 'neutral',
  disabled: 'neutral',
  notAttached: 'warn',
  profileDisabled: 'warn',
} as const satisfies Record<EventSourceDetail['state'], string>;
