'use client';
import { useQuery } from '@tanstack/react-query';
import { WORKSPACE_ACTION_KINDS } from '@/components/audit/actions';
import { AuditFilters } from '@/components/audit/audit-filters';
import { AuditTable } from '@/components/audit/audit-table';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import { errorOf } from '../../../../_components/error-of';
import { useSession } from '../../../../_components/session';
import { useAuditFilters } from '../../../../_components/use-audit-filters';
import { useKeysetPages } from '../../../../_components/use-keyset-pages';
import { ChainPanel } from './chain-panel';

/** What was done in this workspace, by whom, and the proof that nobody changed the record. */
export function AuditLog() {
  const { workspace } = useSession();
  const filters = useAuditFilters();
  const pages = useKeysetPages();
  const list = useQuery(
    read('auditLog.list', {
      params: { workspaceId: workspace.id },
      query: { ...filters.query, pageToken: pages.token },
    }),
  );
  const entries = list.data?.auditEntries;
  return (
    <>
      <Crumbs crumbs={[{ label: workspace.name, href: paths.overview(workspace.id) }, { label: 'Audit log' }]} />
      <PageHeader
        title="Audit log"
        subtitle="Every change and who made it, linked into a chain of hashes that shows when a row was altered."
      />
      <div className="grid grid-cols-1 gap-6">
        <div>
          <AuditFilters
            values={filters.values}
            kinds={WORKSPACE_ACTION_KINDS}
            onChange={filters.set}
            onClear={filters.clear}
          />
          <AuditTable
            rows={entries}
            filtered={filters.filtered || pages.token !== undefined}
            onClear={filters.clear}
            error={errorOf('The audit log could not be read', list)}
            page={pages.page(list.data?.nextPageToken, entries ? plural(entries.length, 'entry', 'entries') : '')}
          />
        </div>
        <ChainPanel />
      </div>
    </>
  );
}
