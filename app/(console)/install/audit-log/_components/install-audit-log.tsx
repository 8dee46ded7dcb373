'use client';
import { useQuery } from '@tanstack/react-query';
import { INSTALL_ACTION_KINDS } from '@/components/audit/actions';
import { AuditFilters } from '@/components/audit/audit-filters';
import { AuditTable } from '@/components/audit/audit-table';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import { errorOf } from '../../../_components/error-of';
import { useAuditFilters } from '../../../_components/use-audit-filters';
import { useKeysetPages } from '../../../_components/use-keyset-pages';

/** Sign-ins and what was done to the install itself; each workspace has a log of its own. */
export function InstallAuditLog() {
  const filters = useAuditFilters();
  const pages = useKeysetPages();
  const list = useQuery(read('install.auditLog', { query: { ...filters.query, pageToken: pages.token } }));
  const entries = list.data?.auditEntries;
  return (
    <>
      <Crumbs crumbs={[{ label: 'Install', href: paths.install() }, { label: 'Audit log' }]} />
      <PageHeader
        title="Install audit log"
        subtitle="Sign-ins, and what was done to the install itself. Each workspace has a log of its own."
      />
      <AuditFilters
        values={filters.values}
        kinds={INSTALL_ACTION_KINDS}
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
    </>
  );
}
