'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import Link from 'next/link';
import { relationshipWord } from '@/components/resource/relationship-words';
import { typeNouns } from '@/components/resource/type-nouns';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { api } from '@/lib/client/queries';
import { count } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import { errorOf } from '../../../../../_components/error-of';
import { useWorkspaceId } from '../../../../../_components/session';
import type { Asked } from './graph-clusters';

/** All neighbours of one box of the picture, page by page. */
export function NeighbourList({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const workspaceId = useWorkspaceId();
  const { of: uid, direction, kind, type } = asked;
  const query = useInfiniteQuery({
    queryKey: ['resources.neighbours', workspaceId, asked],
    queryFn: ({ pageParam, signal }) =>
      api.call(
        'resources.neighbours',
        {
          params: { workspaceId, uid },
          query: { direction, kind, type, ...(pageParam ? { pageToken: pageParam } : {}) },
        },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextPageToken,
  });
  const error = errorOf('The neighbours could not be read', query);
  const rows = query.data?.pages.flatMap(({ neighbours }) => neighbours) ?? [];
  return (
    <Panel
      title={`${relationshipWord(kind, direction)}: ${typeNouns(type).nouns}`}
      fact={query.data ? `${count(rows.length)}${query.hasNextPage ? ' so far' : ''}` : null}
      end={<IconButton icon={X} size="sm" label="Close this list" onClick={onClose} />}
      flush
      footer={query.hasNextPage ? <MoreButton query={query} /> : null}
    >
      {error && rows.length === 0 ? <ErrorState {...error} /> : null}
      {query.isPending ? <SkeletonRows rows={6} label="Reading the neighbours" /> : null}
      <ul className="rows">
        {rows.map(({ uid: found, key, name, region, accountId, state }) => (
          <li key={found ?? key} className="flex min-h-9 flex-wrap items-center gap-x-3 px-3 py-1.5 md:px-4">
            <span className="mono min-w-0 flex-1 truncate" title={key}>
              {found ? (
                <Link href={paths.resource(workspaceId, found)} className="hover:underline">
                  {name}
                </Link>
              ) : (
                name
              )}
            </span>
            <span className="text-12 text-fg-3">
              {[accountId, region, state === 'absent' ? 'not in the inventory' : state === 'live' ? null : state]
                .filter((part) => part)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

type Paged = { isFetchingNextPage: boolean; fetchNextPage: () => unknown };

/** Asks for the next page of a list that grows. */
export function MoreButton({ query }: { query: Paged }) {
  return (
    <Button
      size="sm"
      {...(query.isFetchingNextPage ? { busy: 'Reading' } : {})}
      onClick={() => void query.fetchNextPage()}
    >
      Show more
    </Button>
  );
}
