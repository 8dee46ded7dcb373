'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { KeyAgesFigure } from '@/components/resource/key-ages-figure';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Icon } from '@/components/ui/icon';
import { linkClass } from '@/components/ui/link-class';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { Overview } from '@/lib/schemas/inventory';
import { errorOf } from '../../_components/error-of';
import { useMay, useSession } from '../../_components/session';
import { AttentionPanel } from './_components/attention-panel';
import { FirstStep } from './_components/first-step';
import { LastScans } from './_components/last-scans';
import { ResourceTypes } from './_components/resource-types';
import { RunNow } from './_components/run-now';

export default function OverviewPage() {
  const { workspace } = useSession();
  const may = useMay('integration:write');
  const overview = useQuery({
    ...read('overview.get', { params: { workspaceId: workspace.id } }),
    refetchInterval: 30_000,
  });
  const error = errorOf('The overview could not be read', overview);
  const { data } = overview;
  const empty = data?.integrations === 0;
  return (
    <>
      <Crumbs crumbs={[{ label: workspace.name }, { label: 'Overview' }]} />
      <PageHeader
        title="Overview"
        subtitle={data && !empty ? <Summary overview={data} /> : 'Who and what can act in your AWS accounts.'}
        actions={
          may && data && !empty ? (
            <>
              <RunNow />
              <Link href={paths.newIntegration(workspace.id)} className={buttonClass({ intent: 'primary' })}>
                <Icon as={Plus} size="sm" /> Connect an account
              </Link>
            </>
          ) : null
        }
      />
      {error && !data ? (
        <Panel flush label="Overview">
          <ErrorState {...error} />
        </Panel>
      ) : null}
      {!data && !error ? <Loading /> : null}
      {empty ? <FirstStep /> : null}
      {data && !empty ? <Figures overview={data} workspace={workspace.id} /> : null}
    </>
  );
}

function Summary({ overview: { accounts, lastSeenAt } }: { overview: Overview }) {
  return (
    <span>
      {accounts > 0 ? `${plural(accounts, 'account')} connected, none of them by key.` : 'No account is connected yet.'}
      {lastSeenAt ? (
        <>
          {' '}
          Last seen whole <Time at={lastSeenAt} />.
        </>
      ) : null}
    </span>
  );
}

function Figures({ overview, workspace }: { overview: Overview; workspace: string }) {
  const { accessKeys, types, resources, accounts } = overview;
  return (
    <div className="grid gap-6">
      <AttentionPanel attention={overview.attention} />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,13fr)_minmax(0,10fr)]">
        <Panel
          title="Access keys by age"
          fact={`${accessKeys.active} active`}
          end={<PanelLink href={paths.accessKeys(workspace)}>All keys</PanelLink>}
        >
          {accessKeys.total === 0 ? (
            <EmptyState title="No access keys">
              {resources === 0
                ? 'Nothing was scanned yet.'
                : 'That is the goal: nobody can lose a key that does not exist.'}
            </EmptyState>
          ) : (
            <KeyAgesFigure summary={accessKeys} workspace={workspace} />
          )}
        </Panel>
        <Panel
          title="Resources by type"
          fact={`${plural(resources, 'resource')} in ${plural(accounts, 'account')}`}
          end={<PanelLink href={paths.inventory(workspace)}>Inventory</PanelLink>}
        >
          <ResourceTypes types={types} workspace={workspace} />
        </Panel>
      </div>
      <LastScans />
    </div>
  );
}

function PanelLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className={linkClass}>
      {children}
    </Link>
  );
}

function Loading() {
  return (
    <div className="grid gap-6">
      <Panel flush label="Needs attention">
        <SkeletonRows rows={5} label="Loading what needs attention" />
      </Panel>
      <Panel flush label="Figures">
        <SkeletonRows rows={6} label="Loading the figures" />
      </Panel>
    </div>
  );
}
