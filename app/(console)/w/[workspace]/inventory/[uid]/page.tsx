'use client';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearchParams } from 'next/navigation';
import type { JsonValue } from '@/components/code/json-tree';
import { JsonView } from '@/components/code/json-view';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { TabLinks } from '@/components/layout/tab-links';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { ApiError } from '@/lib/client/client';
import { read } from '@/lib/client/queries';
import { count } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { Resource } from '@/lib/schemas/inventory';
import { errorOf } from '../../../../_components/error-of';
import { useSession } from '../../../../_components/session';
import { History } from './_components/history';
import { HAS_REACH, Reach } from './_components/reach';
import { Relationships } from './_components/relationships';
import { ResourceHeader } from './_components/resource-header';
import { ResourceOverview } from './_components/resource-overview';
import { useTouched } from './_components/use-touched';

const TABS = ['overview', 'relationships', 'reach', 'history', 'raw'] as const;
type TabId = (typeof TABS)[number];

export default function ResourcePage() {
  const { workspace } = useSession();
  const { uid } = useParams<{ uid: string }>();
  const asked = useSearchParams().get('tab');
  const tab = TABS.find((known) => known === asked) ?? 'overview';
  const query = useQuery({
    ...read('resources.get', { params: { workspaceId: workspace.id, uid } }),
    refetchInterval: 30_000,
  });
  useTouched(uid);
  // What is kept while another resource loads must not be shown under this address.
  const resource = query.data?.uid === uid ? query.data : undefined;
  const gone = query.error instanceof ApiError && query.error.status === 404;
  const error = errorOf(gone ? 'There is no such resource' : 'The resource could not be read', query);
  const crumbs = [
    { label: workspace.name, href: paths.overview(workspace.id) },
    { label: 'Inventory', href: paths.inventory(workspace.id) },
    ...(resource ? [{ label: resource.type, href: paths.inventory(workspace.id, { type: resource.type }) }] : []),
    { label: resource?.name ?? 'Resource' },
  ];
  return (
    <>
      <Crumbs crumbs={crumbs} />
      {resource ? (
        <>
          <ResourceHeader resource={resource} />
          <TabLinks
            label={`Parts of ${resource.name}`}
            current={tab}
            className="mb-6"
            tabs={[
              { id: 'overview', label: 'Overview', href: paths.resource(workspace.id, uid) },
              {
                id: 'relationships',
                label: 'Relationships',
                href: paths.resource(workspace.id, uid, 'relationships'),
                count: count(resource.relationships.length),
              },
              ...(HAS_REACH.has(resource.type)
                ? [{ id: 'reach', label: 'Reach', href: paths.resource(workspace.id, uid, 'reach') }]
                : []),
              {
                id: 'history',
                label: 'History',
                href: paths.resource(workspace.id, uid, 'history'),
                count: count(resource.version),
              },
              { id: 'raw', label: 'Raw JSON', href: paths.resource(workspace.id, uid, 'raw') },
            ]}
          />
          <Part tab={tab} resource={resource} />
        </>
      ) : (
        <>
          <PageHeader title="Resource" />
          <Panel flush label="Resource">
            {error ? <ErrorState {...error} {...(gone ? { onRetry: undefined } : {})} /> : <SkeletonRows rows={8} />}
          </Panel>
        </>
      )}
    </>
  );
}

function Part({ tab, resource }: { tab: TabId; resource: Resource }) {
  switch (tab) {
    case 'overview':
      return <ResourceOverview resource={resource} />;
    case 'relationships':
      return <Relationships key={resource.uid} resource={resource} />;
    case 'reach':
      return HAS_REACH.has(resource.type) ? <Reach resource={resource} /> : <ResourceOverview resource={resource} />;
    case 'history':
      return <History resource={resource} />;
    case 'raw':
      return (
        <Panel title="Raw JSON" fact="as the inventory keeps it">
          <JsonView label="Resource" value={resource as unknown as JsonValue} depth={2} />
        </Panel>
      );
  }
}
