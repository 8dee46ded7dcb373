'use client';
import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { KeyAgesFigure } from '@/components/resource/key-ages-figure';
import { useAccountNames } from '@/components/resource/use-account-names';
import { DataTable } from '@/components/table/data-table';
import { SearchBox } from '@/components/table/search-box';
import { Button, buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { Segment } from '@/components/ui/segment';
import { SkeletonRows } from '@/components/ui/skeleton';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import { errorOf } from '../../../_components/error-of';
import { useSession } from '../../../_components/session';
import { useKeysetPages } from '../../../_components/use-keyset-pages';
import { useReread } from '../../../_components/use-reread';
import { useUrlFilters } from '../../../_components/use-url-filters';
import { keyColumns, narrowKey } from './_components/columns';
import { AGE, chosenOf, STATUS, USED } from './_components/filters';

export default function AccessKeysPage() {
  const { workspace } = useSession();
  const params = { workspaceId: workspace.id };
  const router = useRouter();
  const names = useAccountNames(workspace.id);
  const { search, set } = useUrlFilters();
  const pages = useKeysetPages();
  const q = search.get('q') ?? '';
  const status = chosenOf(STATUS, search.get('status'));
  const age = chosenOf(AGE, search.get('age'));
  const used = chosenOf(USED, search.get('used'));
  const filtered = Boolean(q || status || age || used);
  const summary = useQuery({ ...read('accessKeys.summary', { params }), refetchInterval: 60_000 });
  const list = useQuery({
    ...read('accessKeys.list', { params, query: { q, status, age, used, pageToken: pages.token } }),
    refetchInterval: 60_000,
  });
  useReread({ service: 'iam', outcome: 'applied' }, ['accessKeys.list', 'accessKeys.summary'], { everyMs: 2_000 });
  const keys = list.data?.accessKeys;
  const none = summary.data?.total === 0;
  const summaryError = errorOf('The ages of the keys could not be read', summary);
  return (
    <>
      <Crumbs crumbs={[{ label: workspace.name, href: paths.overview(workspace.id) }, { label: 'Access keys' }]} />
      <PageHeader
        title="Access keys"
        subtitle="Long-lived credentials that are still there: whose they are, how old, and whether anything uses them. The goal is none."
      />
      {none ? (
        <NoKeys workspace={workspace.id} />
      ) : (
        <div className="grid gap-6">
          <Panel title="Active keys by age" flush={!summary.data}>
            {summary.data ? (
              <KeyAgesFigure summary={summary.data} workspace={workspace.id} />
            ) : summaryError ? (
              <ErrorState {...summaryError} />
            ) : (
              <SkeletonRows rows={5} label="Loading the ages" />
            )}
          </Panel>
          <div className="min-w-0">
            <div className="mb-3 flex flex-wrap items-center gap-2">
              <SearchBox
                label="Search access keys"
                placeholder="Key id or owner"
                value={q}
                onSearch={(value) => set({ q: value })}
              />
              <Segment
                label="Status"
                value={status ?? 'any'}
                onChange={(next) => set({ status: next === 'any' ? null : next })}
                options={STATUS}
              />
              <Segment
                label="Age"
                value={age ?? 'any'}
                onChange={(next) => set({ age: next === 'any' ? null : next })}
                options={AGE}
              />
              <Segment
                label="Last used"
                value={used ?? 'any'}
                onChange={(next) => set({ used: next === 'any' ? null : next })}
                options={USED}
              />
            </div>
            <DataTable
              label="Access keys"
              columns={keyColumns(workspace.id, q, names, summary.data?.limitDays)}
              rows={keys}
              rowKey={({ uid }) => uid}
              rowLabel={({ accessKeyId, owner }) => `${accessKeyId} of ${owner.name}`}
              narrow={narrowKey(workspace.id, q, names, summary.data?.limitDays)}
              onOpen={({ uid }) => router.push(paths.resource(workspace.id, uid))}
              error={errorOf('The access keys could not be read', list)}
              empty={
                <EmptyState
                  title="No access key matches"
                  action={
                    filtered ? (
                      <Button size="sm" onClick={() => set({ q: null, status: null, age: null, used: null })}>
                        Show all keys
                      </Button>
                    ) : null
                  }
                >
                  {q
                    ? 'Searched in key ids and owners, under the filters that are on.'
                    : 'None is of this status, age and use.'}
                </EmptyState>
              }
              page={pages.page(list.data?.nextPageToken, keys ? `${plural(keys.length, 'key')}, oldest first` : '', {
                previousPageToken: undefined,
              })}
            />
          </div>
        </div>
      )}
    </>
  );
}

function NoKeys({ workspace }: { workspace: string }) {
  const overview = useQuery(read('overview.get', { params: { workspaceId: workspace } }));
  const scanned = (overview.data?.resources ?? 0) > 0;
  return (
    <Panel label="No access keys">
      {scanned ? (
        <EmptyState icon={KeyRound} title="No access keys: this is the goal">
          Nobody can lose a key that does not exist. When somebody makes one, it shows here with its owner after the
          next scan.
        </EmptyState>
      ) : (
        <EmptyState
          icon={KeyRound}
          title="No access keys are known yet"
          action={
            <Link href={paths.integrations(workspace)} className={buttonClass({ size: 'sm' })}>
              Integrations
            </Link>
          }
        >
          The first scan of an account lists its keys with owner, age and last use.
        </EmptyState>
      )}
    </Panel>
  );
}
