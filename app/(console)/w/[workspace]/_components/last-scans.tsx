'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { isRunning, SCAN_WORD } from '@/components/scan/states';
import { DataTable } from '@/components/table/data-table';
import type { Column } from '@/components/table/types';
import { EmptyState } from '@/components/ui/empty-state';
import { linkClass } from '@/components/ui/link-class';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import { read } from '@/lib/client/queries';
import { changes } from '@/lib/format/number';
import { duration } from '@/lib/format/time';
import { paths } from '@/lib/paths';
import type { ScanSummary } from '@/lib/schemas/scan';
import { errorOf } from '../../../_components/error-of';
import { useWorkspaceId } from '../../../_components/session';

const took = ({ startedAt, finishedAt }: ScanSummary) =>
  duration(startedAt && finishedAt ? Date.parse(finishedAt) - Date.parse(startedAt) : null);

const found = ({ created, changed, deleted }: ScanSummary) => changes({ created, updated: changed, deleted });

function columns(workspace: string): Column<ScanSummary>[] {
  return [
    {
      id: 'integration',
      header: 'Integration',
      text: ({ integration }) => integration.name,
      cell: ({ id, integration }) => (
        <Link href={paths.scan(workspace, id)} className="font-medium hover:underline">
          {integration.name}
        </Link>
      ),
    },
    { id: 'state', header: 'Result', width: '13%', cell: ({ state }) => <StateWord state={SCAN_WORD[state]} /> },
    { id: 'trigger', header: 'Started by', width: '14%', cell: ({ trigger }) => TRIGGER[trigger] },
    { id: 'changed', header: 'Changed', kind: 'number', width: '12%', cell: found },
    { id: 'took', header: 'Took', kind: 'number', width: '12%', cell: took },
    {
      id: 'ago',
      header: 'When',
      kind: 'number',
      width: '14%',
      cell: (scan) => <Time at={scan.startedAt ?? scan.createdAt} />,
    },
  ];
}

const TRIGGER = {
  first: 'the connection',
  manual: 'a person',
  schedule: 'its schedule',
  completeness: 'the completeness check',
} as const satisfies Record<ScanSummary['trigger'], string>;

/** The newest scans of all integrations; read again while one runs. */
export function LastScans() {
  const workspace = useWorkspaceId();
  const router = useRouter();
  const scans = useQuery({
    ...read('scans.list', { params: { workspaceId: workspace }, query: { pageSize: 6 } }),
    refetchInterval: ({ state: { data } }) => (data?.scans.some(isRunning) ? 3_000 : 30_000),
  });
  return (
    <DataTable
      title="Last scans"
      end={
        <Link href={paths.scans(workspace)} className={linkClass}>
          All scans
        </Link>
      }
      label="Last scans"
      keys={false}
      columns={columns(workspace)}
      rows={scans.data?.scans}
      rowKey={({ id }) => id}
      rowLabel={({ integration }) => `Scan of ${integration.name}`}
      loadingRows={3}
      onOpen={({ id }) => router.push(paths.scan(workspace, id))}
      narrow={(scan) => ({
        title: <Link href={paths.scan(workspace, scan.id)}>{scan.integration.name}</Link>,
        meta: <StateWord state={SCAN_WORD[scan.state]} />,
        detail: (
          <>
            <Time at={scan.startedAt ?? scan.createdAt} />, {took(scan)}, changed: {found(scan)}
          </>
        ),
      })}
      error={errorOf('The scans could not be read', scans)}
      empty={<EmptyState title="No scan yet">The first one starts by itself when an account is connected.</EmptyState>}
    />
  );
}
