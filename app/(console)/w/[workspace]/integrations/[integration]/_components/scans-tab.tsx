'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { cadence } from '@/components/scan/cadence';
import { narrowScan, scanColumns, slowestOf } from '@/components/scan/scan-columns';
import { DataTable } from '@/components/table/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { linkClass } from '@/components/ui/link-class';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { Integration } from '@/lib/schemas/integration';
import { errorOf } from '../../../../../_components/error-of';
import { useWorkspaceId } from '../../../../../_components/session';
import { useKeysetPages } from '../../../../../_components/use-keyset-pages';
import { ConnectionPanel } from './connection-panel';
import { LatestScan } from './latest-scan';

/** The scan that runs or ran last, all scans before it, and what the connection stands on. */
export function ScansTab({ integration }: { integration: Integration }) {
  const workspaceId = useWorkspaceId();
  const router = useRouter();
  const pages = useKeysetPages();
  const history = useQuery(
    read('scans.list', {
      params: { workspaceId },
      query: { integrationId: integration.id, pageSize: 20, pageToken: pages.token },
    }),
  );
  const scans = history.data?.scans;
  const { schedule, lastScan } = integration;
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_280px]">
      <div className="grid min-w-0 gap-6">
        {lastScan ? <LatestScan key={lastScan.id} scanId={lastScan.id} integration={integration} /> : null}
        <DataTable
          title="History"
          fact={schedule.enabled ? cadence(schedule.everyMinutes) : 'schedule paused'}
          end={
            <Link href={paths.integration(workspaceId, integration.id, 'settings')} className={linkClass}>
              Change schedule
            </Link>
          }
          label="Scans"
          columns={scanColumns(workspaceId, slowestOf(scans ?? []))}
          rows={scans}
          rowKey={({ id }) => id}
          rowLabel={({ createdAt }) => `Scan of ${createdAt}`}
          narrow={narrowScan(workspaceId)}
          error={errorOf('The scans could not be read', history)}
          empty={<EmptyState title="No scan yet">Run now starts the first one.</EmptyState>}
          onOpen={({ id }) => router.push(paths.scan(workspaceId, id))}
          page={pages.page(history.data?.nextPageToken, scans ? plural(scans.length, 'scan') : '')}
          loadingRows={5}
        />
      </div>
      <ConnectionPanel integration={integration} />
    </div>
  );
}
