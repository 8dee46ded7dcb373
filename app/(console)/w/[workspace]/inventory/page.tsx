'use client';
import { useRouter } from 'next/navigation';
import { useWidth } from '@/components/charts/use-width';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { QueryBar } from '@/components/query/query-bar';
import { DataTable } from '@/components/table/data-table';
import { FacetSheetButton, FacetSidebar } from '@/components/table/facet-sidebar';
import { MomentPicker } from '@/components/time/moment-picker';
import { CopyButton } from '@/components/ui/copy-button';
import { count, plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import { errorOf } from '../../../_components/error-of';
import { useSession } from '../../../_components/session';
import { useKeysetPages } from '../../../_components/use-keyset-pages';
import { AsOfBar } from './_components/as-of-bar';
import { ColumnPicker } from './_components/column-picker';
import { inventoryColumns, leastWidth, narrowResource } from './_components/columns';
import { ConditionChips } from './_components/condition-chips';
import { InventoryExport } from './_components/export-menu';
import { InventorySubtitle } from './_components/inventory-subtitle';
import { MoreMenu } from './_components/more-menu';
import { NoResources } from './_components/no-resources';
import { TagFacet } from './_components/tag-facet';
import { useFacets } from './_components/use-facets';
import { useInventory } from './_components/use-inventory';
import { useInventoryState } from './_components/use-inventory-state';
import { useSelected } from './_components/use-selected';
import { useViews } from './_components/use-views';
import { useVocabulary } from './_components/use-vocabulary';
import { ViewPicker } from './_components/view-picker';

/** Until the panel is measured. */
const WIDE_PX = 900;

export default function InventoryPage() {
  const { workspace, me } = useSession();
  const router = useRouter();
  const state = useInventoryState();
  const pages = useKeysetPages();
  const inventory = useInventory(state, pages.token);
  const facets = useFacets(state, inventory);
  const views = useViews(state);
  const { vocabulary, setSlot } = useVocabulary(state, inventory);
  const { list, at, chosen, names, search } = inventory;
  const rows = list.data?.resources;
  const total = list.data?.total;
  const selected = useSelected(rows ?? []);
  const href = at === null ? undefined : ({ uid }: { uid: string }) => paths.resourceAt(workspace.id, uid, at);
  const cells = { workspace: workspace.id, chosen, names, search, ...(href ? { href } : {}) };
  const [room, roomPx] = useWidth<HTMLDivElement>(WIDE_PX);
  const width = leastWidth(chosen, rows ?? []);
  const tags = at === null ? <TagFacet state={state} ready={list.isSuccess} /> : null;
  return (
    <>
      <Crumbs crumbs={[{ label: workspace.name, href: paths.overview(workspace.id) }, { label: 'Inventory' }]} />
      <PageHeader
        inline
        title="Inventory"
        subtitle={<InventorySubtitle />}
        actions={
          <>
            <InventoryExport inventory={inventory} />
            <MoreMenu inventory={inventory} />
          </>
        }
      />
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <ViewPicker state={state} views={views} />
        <span className="md:ml-auto">
          <MomentPicker label="As of" now value={state.at} onChange={state.setAt} earliest={inventory.historyFrom} />
        </span>
      </div>
      <AsOfBar state={state} inventory={inventory} />
      <div className="mb-4">
        <div className="flex flex-wrap items-start gap-2">
          <QueryBar
            label="Search the inventory"
            placeholder="Name, ARN, id, tag, or type:role region:eu-west-1 age>90d"
            storageKey={`mooring.queries.${workspace.id}.${me.actor.id}`}
            value={state.query}
            onCommit={state.setQuery}
            vocabulary={vocabulary}
            known={inventory.known}
            refused={inventory.refused}
            onSlot={setSlot}
            className="min-w-0 flex-1 max-md:basis-full"
          />
          <FacetSheetButton {...facets}>{tags}</FacetSheetButton>
          <ColumnPicker state={state} inventory={inventory} />
        </div>
        <ConditionChips state={state} inventory={inventory} />
      </div>
      <div className="grid min-w-0 items-start gap-6 lg:grid-cols-[238px_minmax(0,1fr)]">
        <FacetSidebar {...facets}>{tags}</FacetSidebar>
        <div ref={room} className="min-w-0">
          <DataTable
            label="Resources"
            columns={inventoryColumns({ ...cells, rows: rows ?? [], past: at !== null })}
            rows={rows}
            rowKey={({ uid }) => uid}
            rowLabel={({ name }) => name}
            loadingRows={12}
            {...(width > roomPx ? { minWidth: width } : {})}
            sort={{ ...state.tableSort, key: inventory.sort }}
            onSort={state.setSort}
            selection={{
              selected: selected.selected,
              onChange: selected.onChange,
              all: false,
              onAllChange: () => undefined,
              actions: (
                <>
                  <CopyButton text={selected.ids.join('\n')} label="Copy ids">
                    Copy ids
                  </CopyButton>
                  <CopyButton text={selected.arns.join('\n')} label="Copy ARNs">
                    Copy ARNs
                  </CopyButton>
                </>
              ),
            }}
            narrow={narrowResource(cells)}
            onOpen={({ uid }) => router.push(href?.({ uid }) ?? paths.resource(workspace.id, uid))}
            error={errorOf(at === null ? 'The inventory could not be read' : 'That moment cannot be shown', list)}
            empty={<NoResources state={state} at={at} />}
            page={pages.page(
              list.data?.nextPageToken,
              rows && total
                ? rows.length < total.count
                  ? `${rows.length} of ${count(total.count)}${total.exact ? '' : '+'}`
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
