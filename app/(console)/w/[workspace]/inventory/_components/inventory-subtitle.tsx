'use client';
import { useQuery } from '@tanstack/react-query';
import { Time } from '@/components/ui/time';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { useWorkspaceId } from '../../../../_components/session';

/** How much there is at all, and how fresh it is. */
export function InventorySubtitle() {
  const params = { workspaceId: useWorkspaceId() };
  const { data } = useQuery({ ...read('overview.get', { params }), staleTime: 30_000 });
  if (!data) return 'What exists in the connected accounts.';
  return (
    <span>
      {plural(data.resources, 'resource')} in {plural(data.accounts, 'account')}
      {data.lastSeenAt ? (
        <>
          , as of <Time at={data.lastSeenAt} />
        </>
      ) : null}
      .
    </span>
  );
}
