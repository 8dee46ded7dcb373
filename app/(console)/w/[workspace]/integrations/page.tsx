'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { DataTable } from '@/components/table/data-table';
import { SearchBox } from '@/components/table/search-box';
import { Button, buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Icon } from '@/components/ui/icon';
import { KeyCap } from '@/components/ui/key-cap';
import { Segment } from '@/components/ui/segment';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import { INTEGRATION_STATES } from '@/lib/schemas/integration';
import { errorOf } from '../../../_components/error-of';
import { useMay, useSession } from '../../../_components/session';
import { useKeysetPages } from '../../../_components/use-keyset-pages';
import { useShortcut } from '../../../_components/use-shortcut';
import { useUrlFilters } from '../../../_components/use-url-filters';
import { integrationColumns, integrationHref, narrowIntegration } from './_components/columns';
import { FirstAccount } from './_components/first-account';

const STATE_FILTERS = [
  { value: 'all', label: 'All' },
  { value: 'connected', label: 'Connected' },
  { value: 'open_role', label: 'Open' },
  { value: 'failing', label: 'Failing' },
  { value: 'draft', label: 'Unfinished' },
] as const;

export default function IntegrationsPage() {
  const { workspace } = useSession();
  const router = useRouter();
  const may = useMay('integration:write');
  const { search, set } = useUrlFilters();
  const pages = useKeysetPages();
  const q = search.get('q') ?? '';
  const state = INTEGRATION_STATES.find((known) => known === search.get('state'));
  const filtered = q !== '' || state !== undefined || pages.token !== undefined;
  const list = useQuery({
    ...read('integrations.list', {
      params: { workspaceId: workspace.id },
      query: { q, state, pageToken: pages.token },
    }),
    refetchInterval: ({ state: { data } }) =>
      data?.integrations.some(({ lastScan }) => lastScan && !lastScan.finishedAt) ? 5_000 : 60_000,
  });
  const integrations = list.data?.integrations;
  const nothingYet = !filtered && integrations?.length === 0;
  useShortcut('n', () => router.push(paths.newIntegration(workspace.id)), may);
  const connect = may ? (
    <Link href={paths.newIntegration(workspace.id)} className={buttonClass({ intent: 'primary' })}>
      <Icon as={Plus} size="sm" /> Connect an account <KeyCap onSolid>N</KeyCap>
    </Link>
  ) : null;
  return (
    <>
      <Crumbs crumbs={[{ label: workspace.name, href: paths.overview(workspace.id) }, { label: 'Integrations' }]} />
      <PageHeader
        title="Integrations"
        subtitle="Each is one connection to AWS by a role that trusts this workspace. No keys are stored, because none exist."
        actions={nothingYet ? null : connect}
      />
      {nothingYet ? (
        <FirstAccount action={connect} />
      ) : (
        <>
          <div className="mb-4 flex flex-wrap items-center gap-2">
            <SearchBox
              label="Search integrations"
              placeholder="Name or account"
              value={q}
              onSearch={(value) => set({ q: value })}
            />
            <Segment
              label="State"
              value={state ?? 'all'}
              onChange={(next) => set({ state: next === 'all' ? null : next })}
              options={STATE_FILTERS}
            />
          </div>
          <DataTable
            label="Integrations"
            columns={integrationColumns(workspace.id)}
            rows={integrations}
            rowKey={({ id }) => id}
            rowLabel={({ name }) => name}
            narrow={narrowIntegration(workspace.id)}
            error={errorOf('The integrations could not be read', list)}
            empty={
              <EmptyState
                title="No integration matches"
                action={<Button onClick={() => set({ q: null, state: null })}>Show all</Button>}
              >
                Searched in names and account ids{state ? ', under the chosen state' : ''}.
              </EmptyState>
            }
            onOpen={(row) => router.push(integrationHref(workspace.id, row))}
            page={pages.page(list.data?.nextPageToken, integrations ? plural(integrations.length, 'integration') : '')}
          />
        </>
      )}
    </>
  );
}
