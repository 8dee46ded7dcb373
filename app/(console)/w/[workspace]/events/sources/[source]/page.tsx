'use client';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearchParams } from 'next/navigation';
import type { EventSourceDetail } from '@/components/event-source/states';
import { read } from '@/lib/client/queries';
import { SOURCE_TABS } from '@/lib/paths';
import { errorOf } from '../../../../../_components/error-of';
import { LoadingPanel } from '../../../../../_components/loading-panel';
import { PageProblem } from '../../../../../_components/page-problem';
import { useWorkspaceId } from '../../../../../_components/session';
import { CompletenessTab } from './_components/completeness-tab';
import { QuarantineTab } from './_components/quarantine-tab';
import { SettingsTab } from './_components/settings-tab';
import { SourceFrame } from './_components/source-frame';
import { StatusTab } from './_components/status-tab';

type Tab = (typeof SOURCE_TABS)[number];

/** One event source: what it does now, what it could not read, what is proven of it, and its settings. */
export default function SourcePage() {
  const workspaceId = useWorkspaceId();
  const { source: eventSourceId } = useParams<{ source: string }>();
  const asked = useSearchParams().get('tab');
  const tab = SOURCE_TABS.find((known) => known === asked) ?? 'status';
  const query = useQuery({
    ...read('eventSources.get', { params: { workspaceId, eventSourceId } }),
    refetchInterval: 5_000,
  });
  // What is kept while another source loads must not be shown under this address.
  const source = query.data?.id === eventSourceId ? query.data : undefined;
  const failed = errorOf('The event source could not be read', query);
  if (failed && !source) return <PageProblem page="Event source" problem={failed} />;
  if (!source) return <LoadingPanel rows={8} />;
  return (
    <SourceFrame source={source} tab={tab}>
      <Part tab={tab} source={source} />
    </SourceFrame>
  );
}

function Part({ tab, source }: { tab: Tab; source: EventSourceDetail }) {
  switch (tab) {
    case 'status':
      return <StatusTab source={source} />;
    case 'quarantine':
      return <QuarantineTab source={source} />;
    case 'completeness':
      return <CompletenessTab source={source} />;
    case 'settings':
      return <SettingsTab key={source.id} source={source} />;
  }
}
