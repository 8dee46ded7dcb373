'use client';
import { Activity, Plus } from 'lucide-react';
import Link from 'next/link';
import { type EventSource, SILENT } from '@/components/event-source/states';
import { Button, buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Icon } from '@/components/ui/icon';
import { paths } from '@/lib/paths';
import { useMay, useWorkspaceId } from '../../../../_components/session';
import type { EventFilters } from './use-event-filters';

type Props = { sources: readonly EventSource[] | undefined; filters: EventFilters };

/** Why there is nothing, and the next step: another filter, a first source, or attaching the one there is. */
export function NoEvents({ sources, filters }: Props) {
  const workspace = useWorkspaceId();
  const may = useMay('eventSource:write');
  if (filters.narrowed || filters.past) {
    return (
      <EmptyState
        title="No event matches"
        action={filters.narrowed ? <Button onClick={filters.clear}>Show all events</Button> : null}
      >
        {filters.past
          ? 'Nothing of it is in the log for this time.'
          : 'Nothing of it is in the log. What comes will show here.'}
      </EmptyState>
    );
  }
  if (sources?.length === 0) {
    return (
      <EmptyState
        icon={Activity}
        title="No event source yet"
        action={
          may ? (
            <Link href={paths.newEventSource(workspace)} className={buttonClass({ intent: 'primary' })}>
              <Icon as={Plus} size="sm" /> New event source
            </Link>
          ) : null
        }
      >
        With one, each change in AWS shows here within seconds, with who made it, and the inventory follows without
        waiting for the next scan.
      </EmptyState>
    );
  }
  const silent = sources?.filter(({ state }) => SILENT.has(state)) ?? [];
  const [first] = silent;
  if (first && sources?.length === silent.length) {
    return (
      <EmptyState
        icon={Activity}
        title="Nothing can arrive yet"
        action={
          <Link href={paths.eventSource(workspace, first.id)} className={buttonClass()}>
            Open {first.name}
          </Link>
        }
      >
        {first.name}: {first.stateReason}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Activity} title="Nothing has arrived yet">
      The first change in an account that a source covers shows here by itself.
    </EmptyState>
  );
}
