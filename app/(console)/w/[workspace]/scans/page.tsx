'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { narrowScan, scanColumns, slowestOf } from '@/components/scan/scan-columns';
import { isRunning } from '@/components/scan/states';
import { DataTable } from '@/components/table/data-table';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Segment } from '@/components/ui/segment';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import { SCAN_STATES } from '@/lib/schemas/scan';
import { errorOf } from '../../../_components/error-of';
import { useSession } from '../../../_components/session';
import { useKeysetPages } from '../../../_components/use-keyset-pages';
import { useUrlFilters } from '../../../_components/use-url-filters';

const STATES = [
  { value: 'all', label: 'All' },
  ...SCAN_STATES.filter((state) => state !== 'queued').map((value) => ({ value, label: value })),
] as const;

/** Every scan of the workspace, newest first. */
export default function ScansPage() {
  const { workspace } = useSession();
  const router = useRouter();
  const { search, set } = useUrlFilters();
  const pages = useKeysetPages();
  const state = SCAN_STATES.find((known) => known === search.get('state'));
  const list = useQuery({
    ...read('scans.list', { params: { workspaceId: workspace.id }, query: { state, pageToken: pages.token } }),
    refetchInterval: ({ state: { data } }) => (data?.scans.some(isRunning) ? 5_000 : 60_000),
  });
  const scans = list.data?.scans;
  return (
    <>
      <Crumbs
        crumbs={[
          { label: workspace.name, href: paths.overview(workspace.id) },
          { label: 'Integrations', href: paths.integrations(workspace.id) },
          { label: 'Scans' },
        ]}
      />
      <PageHeader title="Scans" subtitle="Each lists what exists in one account and settles the inventory with it." />
      <div className="mb-4">
        <Segment
          label="Result"
          value={state ?? 'all'}
          onChange={(next) => set({ state: next === 'all' ? null : next })}
          options={STATES}
        />
      </div>
      <DataTable
        label="Scans"
        columns={scanColumns(workspace.id, slowestOf(scans ?? []), { integration: true })}
        rows={scans}
        rowKey={({ id }) => id}
        rowLabel={({ integration, createdAt }) => `Scan of ${integration.name} at ${createdAt}`}
        narrow={narrowScan(workspace.id)}
        error={errorOf('The scans could not be read', list)}
        empty={
          state ? (
            <EmptyState
              title="No scan ended so"
              action={<Button onClick={() => set({ state: null })}>Show all</Button>}
            />
          ) : (
            <EmptyState title="No scan yet">The first one starts when an integration is connected.</EmptyState>
          )
        }
        onOpen={({ id }) => router.push(paths.scan(workspace.id, id))}
        page={pages.page(list.data?.nextPageToken, scans ? plural(scans.length, 'scan') : '')}
      />
    </>
  );
}
