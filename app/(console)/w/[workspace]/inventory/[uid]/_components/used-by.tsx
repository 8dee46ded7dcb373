'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { relationshipWord } from '@/components/resource/relationship-words';
import { typeNouns } from '@/components/resource/type-nouns';
import { typeLook } from '@/components/resource/types';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Icon } from '@/components/ui/icon';
import { inlineLinkClass } from '@/components/ui/link-class';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { api } from '@/lib/client/queries';
import { count, plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { UsedByPage } from '@/lib/schemas/graph';
import type { Resource } from '@/lib/schemas/inventory';
import { errorOf } from '../../../../../_components/error-of';
import { useWorkspaceId } from '../../../../../_components/session';
import { MoreButton } from './neighbour-list';

type Filter = { kind: string; type: string };
const wordOf = ({ kind, type }: Filter) => `${relationshipWord(kind, 'in')}: ${typeNouns(type).nouns}`;

/** Everything that points at a resource, counted by kind and type, then row by row. */
export function UsedBy({ resource, end }: { resource: Resource; end: ReactNode }) {
  const workspaceId = useWorkspaceId();
  const [chosen, setChosen] = useState('');
  const [kind, byType] = chosen.split(' ');
  const query = useInfiniteQuery({
    queryKey: ['resources.usedBy', workspaceId, resource.uid, chosen],
    queryFn: ({ pageParam, signal }) =>
      api.call(
        'resources.usedBy',
        {
          params: { workspaceId, uid: resource.uid },
          query: { ...(chosen ? { kind, byType } : {}), ...(pageParam ? { pageToken: pageParam } : {}) },
        },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextPageToken,
  });
  const error = errorOf('What uses this could not be read', query);
  const first = query.data?.pages[0];
  const users = query.data?.pages.flatMap((page) => page.users) ?? [];
  const total = first?.counts.reduce((sum, one) => sum + one.count, 0) ?? 0;
  const options = [
    { value: 'all', label: 'Everything' },
    ...(first?.counts ?? []).map((one) => ({
      value: `${one.kind} ${one.type}`,
      label: `${wordOf(one)} (${count(one.count)})`,
    })),
  ];
  return (
    <Panel
      title="What uses this"
      fact={first ? `${plural(total, 'use')}${first.countsExact ? '' : ' or more'}` : null}
      end={end}
      flush
      footer={query.hasNextPage ? <MoreButton query={query} /> : null}
    >
      {error && !first ? <ErrorState {...error} /> : null}
      {query.isPending ? <SkeletonRows rows={6} label="Reading what uses this" /> : null}
      {first && total === 0 ? (
        <EmptyState title={`Nothing uses this ${typeNouns(resource.type).noun}`}>
          Nothing in the inventory names it. What is not collected may still use it.
        </EmptyState>
      ) : null}
      {total > 0 ? (
        <div className="border-line border-b px-3 py-2 md:px-4">
          <Select
            aria-label="Uses of one kind and type"
            value={chosen || 'all'}
            onChange={(value) => setChosen(value === 'all' ? '' : value)}
            options={options}
            className="w-full md:w-96"
          />
        </div>
      ) : null}
      <ul className="rows">
        {users.map((user) => (
          <UserRow key={`${user.kind} ${user.uid} ${user.via?.uid}`} user={user} workspaceId={workspaceId} />
        ))}
      </ul>
    </Panel>
  );
}

function UserRow({ user, workspaceId }: { user: UsedByPage['users'][number]; workspaceId: string }) {
  const { uid, name, type, kind, accountId, region, via } = user;
  return (
    <li className="flex min-h-9 flex-wrap items-center gap-x-3 px-3 py-1.5 md:px-4">
      <Icon as={typeLook(type).icon} size="sm" className="text-fg-3" />
      <span className="min-w-0 flex-1 truncate" title={user.key}>
        <Link href={paths.resource(workspaceId, uid)} className="font-medium hover:underline">
          {name}
        </Link>
        {via ? (
          <span className="text-fg-2">
            {' '}
            through{' '}
            <Link href={paths.resource(workspaceId, via.uid)} className={inlineLinkClass}>
              {via.name}
            </Link>
          </span>
        ) : null}
      </span>
      <span className="mono text-fg-3">{type}</span>
      <span className="w-36 shrink-0 truncate text-12 text-fg-2">{relationshipWord(kind, 'in')}</span>
      <span className="text-12 text-fg-3">{[accountId, region].filter((part) => part).join(' · ')}</span>
    </li>
  );
}
