'use client';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect } from 'react';
import { DenialNotes } from '@/components/scan/denial-notes';
import { ScanFigures } from '@/components/scan/scan-figures';
import { ScopeLedger } from '@/components/scan/scope-ledger';
import { ScopeMap } from '@/components/scan/scope-map';
import { isRunning, SCAN_WORD } from '@/components/scan/states';
import { Dot } from '@/components/ui/badge';
import { ErrorState } from '@/components/ui/error-state';
import { linkClass } from '@/components/ui/link-class';
import { Panel } from '@/components/ui/panel';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import { paths } from '@/lib/paths';
import type { Integration } from '@/lib/schemas/integration';
import { errorOf } from '../../../../../_components/error-of';
import { LoadingPanel } from '../../../../../_components/loading-panel';
import { useWorkspaceId } from '../../../../../_components/session';
import { useFollow } from '../../../../../_components/use-follow';

/** The newest scan: followed while it runs, with what it could not read. Its end is told to the rest of the page. */
export function LatestScan({ scanId, integration }: { scanId: string; integration: Integration }) {
  const workspaceId = useWorkspaceId();
  const client = useQueryClient();
  const query = useFollow('scans.get', 'scans.stream', { params: { workspaceId, scanId } }, isRunning);
  const scan = query.data;
  const ended = scan !== undefined && !isRunning(scan) && integration.lastScan?.finishedAt === null;
  useEffect(() => {
    if (!ended) return;
    for (const key of ['integrations.get', 'scans.list', 'overview.get', 'resources.list']) {
      void client.invalidateQueries({ queryKey: [key] });
    }
  }, [ended, client]);
  const failed = errorOf('The scan could not be read', query);
  if (failed) return <ErrorState {...failed} />;
  if (!scan) return <LoadingPanel rows={6} />;
  const running = isRunning(scan);
  return (
    <>
      <Panel
        flush
        title={
          running
            ? scan.cancelRequested
              ? 'Scan stopping'
              : scan.state === 'queued'
                ? 'Scan queued'
                : 'Scan running'
            : 'Last scan'
        }
        mark={running ? <Dot tone="info" live /> : undefined}
        fact={
          <>
            started by {scan.trigger === 'schedule' ? 'the schedule' : scan.requestedBy}{' '}
            <Time at={scan.startedAt ?? scan.createdAt} />
          </>
        }
        end={
          <>
            {running ? null : <StateWord state={SCAN_WORD[scan.state]} />}
            <Link href={paths.scan(workspaceId, scan.id)} className={linkClass}>
              Open the scan
            </Link>
          </>
        }
      >
        <div className="grid gap-4 p-3 md:p-4">
          <ScanFigures scan={scan} />
          <ScopeMap scopes={scan.scopes} />
        </div>
        <DenialNotes scopes={scan.scopes} />
      </Panel>
      {running ? <ScopeLedger scan={scan} title="What is being read" /> : null}
    </>
  );
}
