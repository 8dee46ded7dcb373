'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { KeyAge } from '@/components/resource/key-age';
import { KeyLastUsed } from '@/components/resource/key-last-used';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { StateWord } from '@/components/ui/state-word';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { Resource } from '@/lib/schemas/inventory';
import { errorOf } from '../../../../../_components/error-of';
import { useWorkspaceId } from '../../../../../_components/session';

/** A user's access keys: a user has two at most. */
export function UserKeys({ user }: { user: Resource }) {
  const workspace = useWorkspaceId();
  const own = user.relationships.filter((one) => one.direction === 'in' && one.kind === 'belongsTo');
  const query = useQuery({
    ...read('accessKeys.list', {
      params: { workspaceId: workspace },
      query: { q: user.name, account: user.accountId, pageSize: 200 },
    }),
    enabled: own.length > 0,
  });
  const error = errorOf('The access keys could not be read', query);
  const keys = query.data?.accessKeys.filter(({ owner }) => owner.uid === user.uid);
  return (
    <Panel title="Access keys" fact={own.length === 0 ? null : plural(own.length, 'key')} flush>
      {own.length === 0 ? (
        <p className="p-3 text-fg-2 md:p-4">None: this user has no long-lived credential for the API.</p>
      ) : null}
      {own.length > 0 && error && !keys ? <ErrorState {...error} /> : null}
      {own.length > 0 && !keys && !error ? <SkeletonRows rows={own.length} label="Loading the access keys" /> : null}
      <ul className="rows">
        {keys?.map((key) => (
          <li key={key.uid} className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 px-3 py-1.5 md:px-4">
            <Link href={paths.resource(workspace, key.uid)} className="mono font-medium hover:underline">
              {key.accessKeyId}
            </Link>
            <StateWord state={key.status === 'Active' ? 'active' : 'inactive'} look="plain">
              {key.status === 'Unknown' ? 'status not known' : key.status.toLowerCase()}
            </StateWord>
            <span>
              <KeyAge ageDays={key.ageDays} active={key.status === 'Active'} />
            </span>
            <span className="text-fg-2 md:ml-auto">
              last used: <KeyLastUsed lastUsed={key.lastUsed} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
