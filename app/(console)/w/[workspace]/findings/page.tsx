'use client';
import { useQuery } from '@tanstack/react-query';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { useAccountNames } from '@/components/resource/use-account-names';
import { DataTable } from '@/components/table/data-table';
import { FacetSheetButton, FacetSidebar } from '@/components/table/facet-sidebar';
import type { Facet } from '@/components/table/facets';
import { ExportMenu } from '@/components/table/menus';
import { SearchBox } from '@/components/table/search-box';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { Segment } from '@/components/ui/segment';
import { Time } from '@/components/ui/time';
import { operationUrl } from '@/lib/client/client';
import { read } from '@/lib/client/queries';
import { count, plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { FindingSummary } from '@/lib/schemas/finding';
import { errorOf } from '../../../_components/error-of';
import { useSession } from '../../../_components/session';
import { useKeysetPages } from '../../../_components/use-keyset-pages';
import { findingColumns, narrowFinding } from './_components/columns';
import { FindingSheet } from './_components/finding-sheet';
import { NoFindings } from './_components/no-findings';
import { RulesPanel } from './_components/rules-panel';
import { useFindingState } from './_components/use-finding-state';

const FORMATS = { csv: 'csv', json: 'jsonl' } as const;

export default function FindingsPage() {
  const { workspace } = useSession();
  const params = { workspaceId: workspace.id };
  const state = useFindingState();
  const { filter } = state;
  const pages = useKeysetPages();
  const names = useAccountNames(workspace.id);
  const summary = useQuery({ ...read('findings.summary', { params }), refetchInterval: 30_000 });
  const list = useQuery({
    ...read('findings.list', { params, query: { ...filter, pageToken: pages.token } }),
    refetchInterval: 30_000,
  });
  const rows = list.data?.findings;
  const facets = facetsOf(summary.data, names);
  const summaryError = errorOf('The findings could not be counted', summary);
  return (
    <>
      <Crumbs crumbs={[{ label: workspace.name, href: paths.overview(workspace.id) }, { label: 'Findings' }]} />
      <PageHeader
        inline
        title="Findings"
        subtitle={<Subtitle summary={summary.data} />}
        actions={
          rows && rows.length > 0 ? (
            <ExportMenu
              onExport={(format) =>
                window.location.assign(
                  operationUrl('findings.export', { params, query: { ...filter, format: FORMATS[format] } }),
                )
              }
            />
          ) : null
        }
      />
      <div className="grid gap-6">
        {summaryError && !summary.data ? (
          <Panel flush label="By rule">
            <ErrorState {...summaryError} />
          </Panel>
        ) : (
          <RulesPanel summary={summary.data} chosen={filter.rule ?? []} onToggle={state.toggleRule} />
        )}
        <div className="grid min-w-0 items-start gap-6 lg:grid-cols-[200px_minmax(0,1fr)]">
          <FacetSidebar facets={facets} choice={state.choice} onChange={state.setChoice} />
          <div className="min-w-0">
            <div className="mb-3 flex flex-wrap items-center gap-2">
              <SearchBox
                label="Search the findings"
                placeholder="Resource, ARN or what was found"
                value={filter.q ?? ''}
                onSearch={state.setSearch}
                className="w-auto min-w-0 flex-1 md:max-w-[420px]"
              />
              <FacetSheetButton facets={facets} choice={state.choice} onChange={state.setChoice} />
              <Segment
                label="State"
                value={filter.state}
                onChange={state.setState}
                options={[
                  { value: 'open', label: `Open ${count(summary.data?.open)}` },
                  { value: 'muted', label: `Muted ${count(summary.data?.muted)}` },
                  { value: 'resolved', label: `Resolved ${count(summary.data?.resolved)}` },
                ]}
              />
            </div>
            <DataTable
              label="Findings"
              columns={findingColumns(filter.q ?? '', names, state.open)}
              rows={rows}
              rowKey={({ id }) => id}
              rowLabel={({ title, resource }) => `${title}: ${resource.name}`}
              narrow={narrowFinding(filter.q ?? '', names, state.open)}
              onOpen={({ id }) => state.open(id)}
              openKey={state.finding}
              error={errorOf('The findings could not be read', list)}
              empty={<NoFindings state={state} summary={summary.data} workspace={workspace.id} />}
              page={pages.page(
                list.data?.nextPageToken,
                rows ? `${plural(rows.length, 'finding')}, the worst first` : '',
                { previousPageToken: undefined },
              )}
            />
          </div>
        </div>
      </div>
      {state.finding ? <FindingSheet findingId={state.finding} onClose={() => state.open(null)} /> : null}
    </>
  );
}

function Subtitle({ summary }: { summary: FindingSummary | undefined }) {
  if (!summary) return 'What is open that should not be, each with its evidence and the way out.';
  return (
    <span>
      {plural(summary.judged.resources, 'resource')} judged by {plural(summary.rules.length, 'rule')}
      {summary.judged.at ? (
        <>
          , <Time at={summary.judged.at} />
        </>
      ) : null}
      . Each finding has its evidence and the way out.
    </span>
  );
}

/** Counts are of what is open, whatever the filters: they say where to look. */
function facetsOf(summary: FindingSummary | undefined, names: ReadonlyMap<string, string>): Facet[] {
  if (!summary) return [];
  const types = new Map<string, number>();
  for (const { types: of, open } of summary.rules)
    for (const type of of) types.set(type, (types.get(type) ?? 0) + open);
  return [
    {
      id: 'severity',
      label: 'Severity',
      values: summary.severities.map(({ severity, count: matching }) => ({ value: severity, count: matching })),
    },
    {
      id: 'account',
      label: 'Account',
      values: summary.accounts.map(({ accountId, count: matching }) => ({
        value: accountId,
        label: names.get(accountId) ?? accountId,
        count: matching,
      })),
    },
    {
      id: 'type',
      label: 'Type',
      values: [...types]
        .map(([value, matching]) => ({ value, label: value.replace('AWS::', ''), count: matching }))
        .filter(({ count: matching }) => matching > 0),
      mono: true,
    },
  ];
}
