'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { useAccountNames } from '@/components/resource/use-account-names';
import { DataTable } from '@/components/table/data-table';
import { FacetSheetButton, FacetSidebar } from '@/components/table/facet-sidebar';
import { ColumnChooser, ExportMenu } from '@/components/table/menus';
import { SearchBox } from '@/components/table/search-box';
import { Time } from '@/components/ui/time';
import { operationUrl } from '@/lib/client/client';
import { read } from '@/lib/client/queries';
import { count, plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import { errorOf } from '../../../_components/error-of';
import { useSession } from '../../../_components/session';
import { useKeysetPages } from '../../../_components/use-keyset-pages';
import { inventoryColumns, narrowResource } from './_components/columns';
import { FilterChips } from './_components/filter-chips';
import { NoResources } from './_components/no-resources';
import { useFacets } from './_components/use-facets';
import { useInventoryState } from './_components/use-inventory-state';

const PAGE_SIZE = 50;

export default function InventoryPage() {
  const { workspace } = useSession();
  const params = { workspaceId: workspace.id };
  const router = useRouter();
  const state = useInventoryState();
  const { filter, choice, setChoice, sort, setSort, hidden, setHidden } = state;
  const pages = useKeysetPages();
  const names = useAccountNames(workspace.id);
  const list = useQuery({
    ...read('resources.list', {
      params,
      query: {
        ...filter,
        sort: sort.key,
        order: sort.direction === 'ascending' ? 'asc' : 'desc',
        pageSize: PAGE_SIZE,
        pageToken: pages.token,
      },
    }),
    refetchInterval: 30_000,
  });
  const overview = useQuery({ ...read('overview.get', { params }), staleTime: 30_000 });
  const facets = useFacets(filter, names);
  const columns = inventoryColumns(workspace.id, filter.q ?? '', names).map((column) => ({
    ...column,
    hidden: hidden.has(column.id),
  }));
  const rows = list.data?.resources;
  const total = list.data?.total;
  const totalText = total ? `${count(total.count)}${total.exact ? '' : '+'}` : '';
  const download = (format: 'csv' | 'json') =>
    window.location.assign(operationUrl('resources.export', { params, query: { ...filter, format } }));
  return (
    <>
      <Crumbs crumbs={[{ label: workspace.name, href: paths.overview(workspace.id) }, { label: 'Inventory' }]} />
      <PageHeader
        inline
        title="Inventory"
        subtitle={
          overview.data ? (
            <span>
              {plural(overview.data.resources, 'resource')} in {plural(overview.data.accounts, 'account')}
              {overview.data.lastSeenAt ? (
                <>
                  , as of <Time at={overview.data.lastSeenAt} />
                </>
              ) : null}
              .
            </span>
          ) : (
            'What exists in the connected accounts.'
          )
        }
        actions={rows && rows.length > 0 ? <ExportMenu onExport={download} /> : null}
      />
      <div className="grid min-w-0 items-start gap-6 lg:grid-cols-[238px_minmax(0,1fr)]">
        <FacetSidebar facets={facets} choice={choice} onChange={setChoice} />
        <div className="min-w-0">
          <div className="mb-3 flex flex-wrap items-center gap-2">
            <SearchBox
              label="Search the inventory"
              placeholder="Name, ARN, id or tag"
              value={filter.q ?? ''}
              onSearch={state.setSearch}
              className="w-auto min-w-0 flex-1 md:max-w-[420px]"
            />
            <FacetSheetButton facets={facets} choice={choice} onChange={setChoice} />
            <FilterChips state={state} names={names} />
            <span className="ml-auto hidden md:inline-flex">
              <ColumnChooser columns={columns} hidden={hidden} onChange={setHidden} />
            </span>
          </div>
          <DataTable
            label="Resources"
            columns={columns}
            rows={rows}
            rowKey={({ uid }) => uid}
            rowLabel={({ name }) => name}
            loadingRows={12}
            sort={sort}
            onSort={setSort}
            narrow={narrowResource(workspace.id, filter.q ?? '', names)}
            onOpen={({ uid }) => router.push(paths.resource(workspace.id, uid))}
            error={errorOf('The inventory could not be read', list)}
            empty={<NoResources state={state} />}
            page={pages.page(
              list.data?.nextPageToken,
              rows && total
                ? rows.length < total.count
                  ? `${rows.length} of ${totalText}`
                  : plural(rows.length, 'resource')
                : '',
              { previousPageToken: list.data?.previousPageToken },
            )}
          />
        </div>
      </div>
    </>
  );
}
