'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { STRATEGY_WORD } from '@/components/event-source/states';
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
import { STRATEGIES } from '@/lib/schemas/event-source';
import { errorOf } from '../../../../_components/error-of';
import { useMay, useSession } from '../../../../_components/session';
import { useKeysetPages } from '../../../../_components/use-keyset-pages';
import { useShortcut } from '../../../../_components/use-shortcut';
import { useUrlFilters } from '../../../../_components/use-url-filters';
import { FirstSource } from './_components/first-source';
import { SilentNotes } from './_components/silent-notes';
import { narrowSource, sourceColumns } from './_components/source-columns';

const FILTERS = [
  { value: 'all', label: 'All' },
  ...STRATEGIES.map((value) => ({ value, label: STRATEGY_WORD[value] })),
] as const;

/** Where events come from, and what each source does now. */
export default function SourcesPage() {
  const { workspace } = useSession();
  const router = useRouter();
  const may = useMay('eventSource:write');
  const { search, set } = useUrlFilters();
  const pages = useKeysetPages();
  const q = search.get('q') ?? '';
  const strategy = STRATEGIES.find((known) => known === search.get('strategy'));
  const list = useQuery({
    ...read('eventSources.list', {
      params: { workspaceId: workspace.id },
      query: { q: q || undefined, strategy, pageToken: pages.token },
    }),
    refetchInterval: 5_000,
  });
  const sources = list.data?.eventSources;
  const nothingYet = q === '' && !strategy && pages.token === undefined && sources?.length === 0;
  useShortcut('n', () => router.push(paths.newEventSource(workspace.id)), may);
  const create = may ? (
    <Link href={paths.newEventSource(workspace.id)} className={buttonClass({ intent: 'primary' })}>
      <Icon as={Plus} size="sm" /> New source <KeyCap onSolid>N</KeyCap>
    </Link>
  ) : null;
  return (
    <>
      <Crumbs
        crumbs={[
          { label: workspace.name, href: paths.overview(workspace.id) },
          { label: 'Events', href: paths.events(workspace.id) },
          { label: 'Sources' },
        ]}
      />
      <PageHeader
        title="Sources"
        subtitle="Each brings CloudTrail’s events of one or more accounts, so that the inventory follows a change within seconds."
        actions={nothingYet ? null : create}
      />
      {nothingYet ? (
        <FirstSource action={create} />
      ) : (
        <div className="grid min-w-0 grid-cols-1 gap-4">
          <div className="flex flex-wrap items-center gap-2">
            <SearchBox label="Search sources" placeholder="Name" value={q} onSearch={(next) => set({ q: next })} />
            <Segment
              label="Strategy"
              value={strategy ?? 'all'}
              onChange={(next) => set({ strategy: next === 'all' ? null : next })}
              options={FILTERS}
            />
          </div>
          <SilentNotes sources={sources ?? []} />
          <DataTable
            label="Event sources"
            columns={sourceColumns(workspace.id)}
            rows={sources}
            rowKey={({ id }) => id}
            rowLabel={({ name }) => name}
            narrow={narrowSource(workspace.id)}
            onOpen={({ id }) => router.push(paths.eventSource(workspace.id, id))}
            error={errorOf('The event sources could not be read', list)}
            empty={
              <EmptyState
                title="No source matches"
                action={<Button onClick={() => set({ q: null, strategy: null })}>Show all</Button>}
              >
                Searched in names{strategy ? ', of the chosen strategy' : ''}.
              </EmptyState>
            }
            page={pages.page(list.data?.nextPageToken, sources ? plural(sources.length, 'source') : '')}
          />
        </div>
      )}
    </>
  );
}
