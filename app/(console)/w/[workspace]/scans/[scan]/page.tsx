'use client';
import { Square } from 'lucide-react';
import Link from 'next/link';
import { useParams } from 'next/navigation';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { DenialNotes } from '@/components/scan/denial-notes';
import { ScanFigures } from '@/components/scan/scan-figures';
import { ScopeLedger } from '@/components/scan/scope-ledger';
import { ScopeMap } from '@/components/scan/scope-map';
import { isRunning, SCAN_WORD } from '@/components/scan/states';
import { Button } from '@/components/ui/button';
import { inlineLinkClass } from '@/components/ui/link-class';
import { Panel } from '@/components/ui/panel';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import { toast } from '@/components/ui/toast-store';
import { paths } from '@/lib/paths';
import { errorOf } from '../../../../_components/error-of';
import { LoadingPanel } from '../../../../_components/loading-panel';
import { PageProblem } from '../../../../_components/page-problem';
import { useMay, useSession } from '../../../../_components/session';
import { useFollow } from '../../../../_components/use-follow';
import { useOperation } from '../../../../_components/use-operation';
import { ChangesPanel } from './_components/changes-panel';
import { JobErrors } from './_components/job-errors';
import { Waterfall } from './_components/waterfall';

/** One scan: how it went, scope by scope, and what it found changed. Followed while it runs. */
export default function ScanPage() {
  const { workspace } = useSession();
  const { scan: scanId } = useParams<{ scan: string }>();
  const params = { workspaceId: workspace.id, scanId };
  const may = useMay('scan:run');
  const query = useFollow('scans.get', 'scans.stream', { params }, isRunning);
  const cancel = useOperation('scans.cancel', { stale: ['scans.get', 'scans.list', 'integrations.get'] });
  const failed = errorOf('The scan could not be read', query);
  if (failed) return <PageProblem page="Scan" problem={failed} />;
  const scan = query.data;
  if (!scan) return <LoadingPanel rows={10} />;
  const { integration } = scan;
  const running = isRunning(scan);
  const stop = () =>
    cancel.mutate(
      { params },
      {
        onSuccess: () => toast.info('The scan is being stopped', 'What is complete keeps its result.'),
        onError: (error) => toast.error('The scan was not stopped', error.message),
      },
    );
  return (
    <>
      <Crumbs
        crumbs={[
          { label: workspace.name, href: paths.overview(workspace.id) },
          { label: 'Integrations', href: paths.integrations(workspace.id) },
          { label: integration.name, href: paths.integration(workspace.id, integration.id) },
          { label: 'Scan' },
        ]}
      />
      <PageHeader
        title={`Scan of ${integration.name}`}
        marks={<StateWord state={SCAN_WORD[scan.state]} />}
        subtitle={
          <span>
            Started by {scan.trigger === 'schedule' ? 'the schedule' : scan.requestedBy}{' '}
            <Time at={scan.startedAt ?? scan.createdAt} />.{' '}
            <Link href={paths.integration(workspace.id, integration.id)} className={inlineLinkClass}>
              All scans of {integration.name}
            </Link>
          </span>
        }
        actions={
          running ? (
            <Button
              icon={Square}
              onClick={stop}
              busy={cancel.isPending && 'Stopping'}
              disabledReason={
                !may ? 'Needs the role editor, admin or owner' : scan.cancelRequested && 'It is being stopped'
              }
            >
              Stop scan
            </Button>
          ) : null
        }
      />
      <div className="grid gap-6">
        <Panel flush label="Progress">
          <div className="grid gap-4 p-3 md:p-4">
            <ScanFigures scan={scan} />
            <ScopeMap scopes={scan.scopes} />
          </div>
          <JobErrors jobs={scan.jobs} />
          <DenialNotes scopes={scan.scopes} />
        </Panel>
        <Waterfall scan={scan} />
        <ScopeLedger scan={scan} />
        <ChangesPanel key={String(running)} scanId={scanId} running={running} />
      </div>
    </>
  );
}
