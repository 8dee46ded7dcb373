'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { useAccountNames } from '@/components/resource/use-account-names';
import { DataTable } from '@/components/table/data-table';
import { ExportMenu } from '@/components/table/menus';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { operationUrl } from '@/lib/client/client';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import { errorOf } from '../../../../_components/error-of';
import { useSession } from '../../../../_components/session';
import { useKeysetPages } from '../../../../_components/use-keyset-pages';
import { changeColumns, narrowChange } from './change-columns';
import { ChangeControls } from './change-controls';
import { ChangeSummaryPanels } from './change-summary';
import { RetentionPanel } from './retention-panel';
import { useChangeFilters } from './use-change-filters';

/** What changed between two moments: how much, where and when, then each change, newest first. */
export function Changes() {
  const { workspace } = useSession();
  const params = { workspaceId: workspace.id };
  const router = useRouter();
  const filters = useChangeFilters();
  const { query, narrowed } = filters;
  const pages = useKeysetPages();
  const names = useAccountNames(workspace.id);
  const ordered = query.from < query.to;
  const summary = useQuery({ ...read('changes.summary', { params, query }), enabled: ordered });
  const list = useQuery({
    ...read('changes.list', { params, query: { ...query, pageToken: pages.token } }),
    enabled: ordered,
  });
  const rows = ordered ? list.data?.changes : [];
  const download = (format: 'csv' | 'json') =>
    window.location.assign(operationUrl('changes.export', { params, query: { ...query, format } }));
  return (
    <>
      <Crumbs crumbs={[{ label: workspace.name, href: paths.overview(workspace.id) }, { label: 'Changes' }]} />
      <PageHeader
        title="Changes"
        subtitle="What scans and events saw to be created, changed or deleted between two moments."
        actions={rows && rows.length > 0 ? <ExportMenu onExport={download} /> : null}
      />
      <ChangeControls filters={filters} names={names} history={summary.data?.history} />
      <div className="grid min-w-0 grid-cols-1 gap-6">
        {ordered ? <ChangeSummaryPanels query={summary} filters={filters} /> : null}
        <DataTable
          label="Changes"
          columns={changeColumns(workspace.id, names)}
          rows={rows}
          rowKey={({ uid, version }) => `${uid} ${version}`}
          rowLabel={({ name, kind }) => `${name}, ${kind}`}
          narrow={narrowChange(workspace.id, names)}
          onOpen={({ uid }) => router.push(paths.resource(workspace.id, uid, 'history'))}
          error={ordered ? errorOf('The changes could not be read', list) : null}
          empty={
            ordered ? (
              <EmptyState
                title={narrowed ? 'No change matches' : 'Nothing changed'}
                action={narrowed ? <Button onClick={filters.clear}>Show all changes</Button> : null}
              >
                {narrowed
                  ? 'Between these moments nothing that the filters ask for changed.'
                  : 'Between these moments no scan and no event saw anything created, changed or deleted.'}
              </EmptyState>
            ) : (
              <EmptyState title="The first moment is not before the second">
                Choose an earlier From, or a later To.
              </EmptyState>
            )
          }
          page={pages.page(list.data?.nextPageToken, rows ? plural(rows.length, 'change') : '')}
        />
        <RetentionPanel />
      </div>
    </>
  );
}
