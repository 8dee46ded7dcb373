'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { TabLinks } from '@/components/layout/tab-links';
import { useAccountNames } from '@/components/resource/use-account-names';
import { DataTable } from '@/components/table/data-table';
import { type Facet, type FacetChoice, withToggled } from '@/components/table/facets';
import { FacetMenu } from '@/components/table/menus';
import { SearchBox } from '@/components/table/search-box';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { EmptyState } from '@/components/ui/empty-state';
import { read } from '@/lib/client/queries';
import { count, plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import { errorOf } from '../../../_components/error-of';
import { useSession } from '../../../_components/session';
import { useKeysetPages } from '../../../_components/use-keyset-pages';
import { useReread } from '../../../_components/use-reread';
import { useUrlFilters } from '../../../_components/use-url-filters';
import { columnsOf, narrowIdentity } from './_components/columns';
import { IDENTITY_TABS, TAB_IDS } from './_components/tabs';

export default function IdentitiesPage() {
  const { workspace } = useSession();
  const params = { workspaceId: workspace.id };
  const router = useRouter();
  const names = useAccountNames(workspace.id);
  const { search, set } = useUrlFilters();
  const pages = useKeysetPages();
  const tab = TAB_IDS.find((known) => known === search.get('tab')) ?? 'users';
  const { label, types, noun, nouns, why } = IDENTITY_TABS[tab];
  const q = search.get('q') ?? '';
  const accounts = search.get('account')?.split(',').filter(Boolean) ?? [];
  const direction = search.get('order') === 'desc' ? 'descending' : 'ascending';
  const list = useQuery({
    ...read('resources.list', {
      params,
      query: {
        q: q || undefined,
        type: [...types],
        account: accounts.length > 0 ? accounts : undefined,
        include: ['attributes', 'incoming'],
        order: direction === 'descending' ? 'desc' : 'asc',
        pageToken: pages.token,
      },
    }),
    refetchInterval: 60_000,
  });
  useReread({ service: 'iam', outcome: 'applied' }, ['resources.list'], { everyMs: 2_000 });
  const all = useQuery({ ...read('resources.facets', { params }), staleTime: 30_000 });
  const matching = useQuery(read('resources.facets', { params, query: { q: q || undefined, type: [...types] } }));
  const facet: Facet = { id: 'account', label: 'Account', values: matching.data?.account ?? [] };
  const choice: FacetChoice = accounts.length > 0 ? { account: accounts } : {};
  const setChoice = (next: FacetChoice) => set({ account: next.account ?? null });
  // Rows of the former tab stay for a moment; they would be drawn in the wrong columns.
  const rows =
    list.isPlaceholderData && !list.data?.resources.every(({ type }) => types.includes(type as never))
      ? undefined
      : list.data?.resources;
  const total = list.data?.total;
  const totalOf = (of: readonly string[]) =>
    all.data ? count(all.data.type.reduce((sum, one) => sum + (of.includes(one.value) ? one.count : 0), 0)) : undefined;
  return (
    <>
      <Crumbs crumbs={[{ label: workspace.name, href: paths.overview(workspace.id) }, { label: 'Identities' }]} />
      <PageHeader
        title="Identities"
        subtitle="Who and what can act in the connected accounts, and by which policies."
      />
      <TabLinks
        label="Kinds of identities"
        current={tab}
        className="mb-4"
        tabs={TAB_IDS.map((id) => ({
          id,
          label: IDENTITY_TABS[id].label,
          href: paths.identities(workspace.id, id),
          count: totalOf(IDENTITY_TABS[id].types),
        }))}
      />
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <SearchBox
          label={`Search ${nouns}`}
          placeholder="Name, ARN, id or tag"
          value={q}
          onSearch={(value) => set({ q: value })}
        />
        {facet.values.length > 1 || accounts.length > 0 ? (
          <FacetMenu facet={facet} choice={choice} onChange={setChoice} />
        ) : null}
        {accounts.map((account) => (
          <Chip
            key={account}
            name="account"
            value={names.get(account) ?? account}
            onRemove={() => setChoice(withToggled(choice, 'account', account))}
          />
        ))}
      </div>
      <DataTable
        key={tab}
        label={label}
        columns={columnsOf(tab, workspace.id, q, names)}
        rows={rows}
        rowKey={({ uid }) => uid}
        rowLabel={({ name }) => name}
        sort={{ key: 'name', direction }}
        onSort={(sort) => set({ order: sort.direction === 'descending' ? 'desc' : null })}
        narrow={narrowIdentity(tab, workspace.id, q, names)}
        onOpen={({ uid }) => router.push(paths.resource(workspace.id, uid))}
        error={errorOf(`The ${nouns} could not be read`, list)}
        empty={
          q || accounts.length > 0 ? (
            <EmptyState
              title={q ? `No ${noun} matches “${q}”` : `No ${noun} in the chosen accounts`}
              action={
                <Button size="sm" onClick={() => set({ q: null, account: null })}>
                  Show all {nouns}
                </Button>
              }
            />
          ) : (
            <EmptyState title={`No ${nouns}`}>{why}</EmptyState>
          )
        }
        page={pages.page(
          list.data?.nextPageToken,
          rows && total
            ? rows.length < total.count
              ? `${rows.length} of ${count(total.count)}${total.exact ? '' : '+'}`
              : plural(rows.length, noun, nouns)
            : '',
          { previousPageToken: list.data?.previousPageToken },
        )}
      />
    </>
  );
}
