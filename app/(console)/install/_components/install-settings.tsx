'use client';
import { useQuery } from '@tanstack/react-query';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { read } from '@/lib/client/queries';
import { errorOf } from '../../_components/error-of';
import { EndpointsForm } from './endpoints-form';
import { FactsPanel } from './facts-panel';

export function InstallSettings() {
  const settings = useQuery({ ...read('install.getSettings', {}), refetchOnWindowFocus: false });
  const failed = errorOf('The settings could not be read', settings);
  return (
    <>
      <Crumbs crumbs={[{ label: 'Install' }, { label: 'Settings' }]} />
      <PageHeader title="Install settings" subtitle="What all workspaces share. Only install administrators see it." />
      <div className="grid max-w-220 grid-cols-1 gap-6">
        {failed ? (
          <Panel label="Settings">
            <ErrorState {...failed} />
          </Panel>
        ) : !settings.data ? (
          <Panel title="Endpoints">
            <SkeletonRows rows={6} />
          </Panel>
        ) : (
          <>
            <EndpointsForm key={settings.data.version} settings={settings.data} />
            <FactsPanel settings={settings.data} />
          </>
        )}
      </div>
    </>
  );
}
