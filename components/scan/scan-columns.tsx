import Link from 'next/link';
import { SCAN_WORD } from '@/components/scan/states';
import type { Column, NarrowRow } from '@/components/table/types';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import { changes, count } from '@/lib/format/number';
import { duration } from '@/lib/format/time';
import { paths } from '@/lib/paths';
import type { ScanSummary } from '@/lib/schemas/scan';

function tookMs({ startedAt, finishedAt }: ScanSummary): number | null {
  return startedAt && finishedAt ? Date.parse(finishedAt) - Date.parse(startedAt) : null;
}

const changed = (scan: ScanSummary) => changes({ created: scan.created, updated: scan.changed, deleted: scan.deleted });
const by = ({ trigger, requestedBy }: ScanSummary) => (trigger === 'schedule' ? 'schedule' : requestedBy);
const scopes = (scan: ScanSummary) =>
  scan.scopesDone === scan.scopesTotal
    ? count(scan.scopesTotal)
    : `${count(scan.scopesDone)} of ${count(scan.scopesTotal)}`;

/** Columns of a list of scans; `slowest` in ms is the whole of the bars. */
export function scanColumns(
  workspace: string,
  slowest: number,
  options: { integration?: boolean } = {},
): Column<ScanSummary>[] {
  const columns: Column<ScanSummary>[] = [
    {
      id: 'started',
      header: 'Started',
      width: options.integration ? '13%' : '15%',
      cell: (scan) => (
        <Link href={paths.scan(workspace, scan.id)} className="font-medium hover:underline">
          <Time at={scan.startedAt ?? scan.createdAt} />
        </Link>
      ),
    },
    { id: 'result', header: 'Result', width: '13%', cell: ({ state }) => <StateWord state={SCAN_WORD[state]} /> },
    { id: 'by', header: 'By', width: options.integration ? '15%' : '20%', cell: by, text: by },
    {
      id: 'took',
      header: 'Took',
      width: options.integration ? '16%' : '22%',
      cell: (scan) => <Took millis={tookMs(scan)} slowest={slowest} />,
    },
    { id: 'scopes', header: 'Scopes', width: options.integration ? '8%' : '10%', kind: 'number', cell: scopes },
    {
      id: 'calls',
      header: 'Calls',
      width: options.integration ? '8%' : '9%',
      kind: 'number',
      cell: ({ calls }) => count(calls),
    },
    { id: 'changed', header: 'Changed', width: '11%', kind: 'number', cell: changed },
  ];
  if (!options.integration) return columns;
  return columns.toSpliced(1, 0, {
    id: 'integration',
    header: 'Integration',
    width: '16%',
    text: ({ integration }) => integration.name,
    cell: ({ integration }) => (
      <Link href={paths.integration(workspace, integration.id)} className="hover:underline">
        {integration.name}
      </Link>
    ),
  });
}

/** The longest duration of these scans, in ms. */
export function slowestOf(scans: readonly ScanSummary[]): number {
  return Math.max(1, ...scans.map((scan) => tookMs(scan) ?? 0));
}

function Took({ millis, slowest }: { millis: number | null; slowest: number }) {
  return (
    <span className="flex items-center gap-3">
      <span className="h-1.5 w-20 shrink-0">
        {millis === null ? null : (
          <span
            className="block h-full rounded-full bg-(--chart-6)"
            style={{ width: `${Math.max(4, (millis / slowest) * 100)}%` }}
          />
        )}
      </span>
      <span className="tabular-nums">{duration(millis)}</span>
    </span>
  );
}

export function narrowScan(workspace: string) {
  return (scan: ScanSummary): NarrowRow => ({
    title: (
      <Link href={paths.scan(workspace, scan.id)} className="hover:underline">
        <Time at={scan.startedAt ?? scan.createdAt} />
      </Link>
    ),
    meta: <StateWord state={SCAN_WORD[scan.state]} />,
    detail: `by ${by(scan)}, ${duration(tookMs(scan))}, ${scopes(scan)} scopes, changed ${changed(scan)}`,
  });
}
