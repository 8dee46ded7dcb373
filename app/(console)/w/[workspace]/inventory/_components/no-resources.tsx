'use client';
import { Boxes } from 'lucide-react';
import Link from 'next/link';
import { Button, buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { paths } from '@/lib/paths';
import { useWorkspaceId } from '../../../../_components/session';
import type { InventoryState } from './use-inventory-state';

/** Nothing matches, nothing was deleted, or nothing is there yet: three different things. */
export function NoResources({ state }: { state: InventoryState }) {
  const workspace = useWorkspaceId();
  const { filter, narrowed } = state;
  if (filter.q) {
    return (
      <EmptyState
        title={`Nothing matches “${filter.q}”`}
        action={
          <>
            <Button size="sm" onClick={() => state.setSearch('')}>
              Clear search
            </Button>
            {narrowed ? (
              <Button size="sm" intent="ghost" onClick={state.clear}>
                Clear filters
              </Button>
            ) : null}
          </>
        }
      >
        Searched in names, ARNs, ids and tags{narrowed ? ', under the filters that are on' : ''}.
      </EmptyState>
    );
  }
  if (narrowed) {
    return (
      <EmptyState
        title="No resource matches these filters"
        action={
          <Button size="sm" onClick={state.clearAll}>
            Show all resources
          </Button>
        }
      >
        {filter.state === 'deleted'
          ? 'What is deleted in AWS stays here with its history.'
          : 'Each filter takes away what the others leave.'}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Boxes}
      title="Nothing is in the inventory yet"
      action={
        <Link href={paths.integrations(workspace)} className={buttonClass({ size: 'sm' })}>
          Integrations
        </Link>
      }
    >
      A scan of a connected account brings every user, group, role, policy, provider and access key here, and each keeps
      its history.
    </EmptyState>
  );
}
