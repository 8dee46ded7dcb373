'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { count } from '@/lib/format/number';
import type { ChangeSummary } from '@/lib/schemas/history';
import { errorOf } from '../../../../_components/error-of';
import { ChangeBars } from './change-bars';
import { ChangeGrid, wordsOf } from './change-grid';
import type { ChangeFilters } from './use-change-filters';

/** How many changes: over time, and by account and type. */
export function ChangeSummaryPanels({
  query,
  filters,
}: {
  query: UseQueryResult<ChangeSummary, Error>;
  filters: ChangeFilters;
}) {
  const { data } = query;
  const error = errorOf('The counts could not be read', query);
  if (error && !data) return <ErrorState {...error} />;
  const total = data ? data.total.created + data.total.changed + data.total.deleted + data.total.recreated : 0;
  const fact = data && total > 0 ? `${data.exact ? '' : 'the last '}${wordsOf(data.total)}` : undefined;
  return (
    <div className="grid min-w-0 grid-cols-1 gap-6">
      <Panel title="Over time" fact={data ? `${count(total)}${data.exact ? '' : '+'}` : undefined}>
        {data ? <ChangeBars summary={data} /> : <SkeletonRows rows={3} label="Loading the counts" />}
      </Panel>
      <Panel title="By account and type" fact={fact} flush>
        {!data ? (
          <SkeletonRows rows={3} label="Loading the counts" />
        ) : total === 0 ? (
          <EmptyState title="No changes to count">Choose other moments or fewer filters.</EmptyState>
        ) : (
          <ChangeGrid summary={data} filters={filters} />
        )}
      </Panel>
    </div>
  );
}
