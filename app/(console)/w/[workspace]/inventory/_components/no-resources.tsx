'use client';
import { Boxes } from 'lucide-react';
import Link from 'next/link';
import { Button, buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { absoluteUtc } from '@/lib/format/time';
import { paths } from '@/lib/paths';
import { parseQuery } from '@/lib/query/parse';
import { useWorkspaceId } from '../../../../_components/session';
import type { InventoryState } from './use-inventory-state';

/** Nothing matches, nothing was there then, or nothing is there yet: three different things. */
export function NoResources({ state, at }: { state: InventoryState; at: string | null }) {
  const workspace = useWorkspaceId();
  const { query } = state;
  if (query !== '') {
    const words = parseQuery(query).query.every(({ kind }) => kind === 'text');
    return (
      <EmptyState
        title={words ? `Nothing matches “${query}”` : 'No resource matches this query'}
        action={
          <Button size="sm" onClick={() => state.setQuery('')}>
            Clear search
          </Button>
        }
      >
        {words
          ? 'Searched in names, ARNs, ids, tags and addresses of what is present.'
          : 'Each condition takes away what the others leave. What is deleted in AWS is found by state:deleted.'}
      </EmptyState>
    );
  }
  if (at !== null) {
    return (
      <EmptyState
        title={`Nothing was in the inventory at ${absoluteUtc(at)}`}
        action={
          <Button size="sm" onClick={() => state.setAt('')}>
            Back to now
          </Button>
        }
      >
        Mooring had seen no resource by then.
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
      A scan of a connected account brings what it finds in every service and region here, and each resource keeps its
      history.
    </EmptyState>
  );
}
