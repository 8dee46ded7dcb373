'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Pagination } from '@/components/table/pagination';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { linkClass } from '@/components/ui/link-class';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { Resource } from '@/lib/schemas/inventory';
import { errorOf } from '../../../../../_components/error-of';
import { useWorkspaceId } from '../../../../../_components/session';
import { useKeysetPages } from '../../../../../_components/use-keyset-pages';
import { useUrlFilters } from '../../../../../_components/use-url-filters';
import { AsItWas } from './as-it-was';
import { VersionCompare } from './version-compare';
import { VersionEntry } from './version-entry';

const PAGE_SIZE = 20;
const FIRST = 4;

/** All versions, newest first, each with what changed and what brought it. */
export function History({ resource }: { resource: Resource }) {
  const pages = useKeysetPages();
  const query = useVersions(resource, PAGE_SIZE, pages.token);
  const { data } = query;
  const page = pages.page(data?.nextPageToken, data ? `${plural(resource.version, 'version')}` : '');
  return (
    <div className="grid min-w-0 grid-cols-1 gap-6">
      <AsItWas resource={resource} />
      <VersionCompare resource={resource} />
      <Panel
        title="History"
        fact={plural(resource.version, 'version')}
        end={<HistoryLinks resource={resource} />}
        footer={page.hasNext || page.hasPrevious ? <Pagination {...page} /> : null}
      >
        <Entries uid={resource.uid} query={query} />
      </Panel>
    </div>
  );
}

/** Opens the comparison of the last two versions, and the past. */
function HistoryLinks({ resource }: { resource: Resource }) {
  const { set } = useUrlFilters();
  const { version } = resource;
  return (
    <span className="flex flex-wrap items-center gap-2">
      {version > 1 ? (
        <Button size="sm" onClick={() => set({ from: String(version - 1), to: String(version) })}>
          Compare versions
        </Button>
      ) : null}
      <Button size="sm" onClick={() => set({ at: '1d' })}>
        As it was
      </Button>
    </span>
  );
}

/** The last few, beside the overview. */
export function HistoryPanel({ resource }: { resource: Resource }) {
  const workspace = useWorkspaceId();
  const query = useVersions(resource, FIRST, undefined);
  const older = resource.version - FIRST;
  return (
    <Panel
      title="History"
      fact={plural(resource.version, 'version')}
      end={
        <Link href={paths.resource(workspace, resource.uid, 'history')} className={linkClass}>
          {older > 0 ? `${plural(older, 'older change')}` : 'All'}
        </Link>
      }
    >
      <Entries uid={resource.uid} query={query} />
    </Panel>
  );
}

function useVersions({ uid, version, changedAt }: Resource, pageSize: number, pageToken: string | undefined) {
  const options = read('resources.versions', {
    params: { workspaceId: useWorkspaceId(), uid },
    query: { pageSize, pageToken },
  });
  // A new version of the resource is a new history.
  return useQuery({ ...options, queryKey: [...options.queryKey, version, changedAt] as never });
}

function Entries({ uid, query }: { uid: string; query: ReturnType<typeof useVersions> }) {
  const error = errorOf('The history could not be read', query);
  const { data } = query;
  if (error && !data) return <ErrorState {...error} />;
  if (!data) return <SkeletonRows rows={3} label="Loading the history" />;
  if (data.versions.length === 0) return <EmptyState title="No history">No scan has written a version yet.</EmptyState>;
  return (
    <ol>
      {data.versions.map((version, index) => (
        <VersionEntry
          key={version.version}
          uid={uid}
          version={version}
          before={data.versions[index + 1]}
          last={index === data.versions.length - 1}
        />
      ))}
    </ol>
  );
}
