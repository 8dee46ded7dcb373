'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { SourceState } from '@/components/event-source/source-state';
import { STRATEGY_WORD } from '@/components/event-source/states';
import { Checkbox } from '@/components/ui/checkbox';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { inlineLinkClass } from '@/components/ui/link-class';
import { SkeletonRows } from '@/components/ui/skeleton';
import { read } from '@/lib/client/queries';
import { paths } from '@/lib/paths';
import { errorOf } from '../../../../../_components/error-of';
import { useWorkspaceId } from '../../../../../_components/session';

type Props = { chosen: ReadonlySet<string>; onChange: (chosen: ReadonlySet<string>) => void; readOnly?: boolean };

/** Every event source with a box: what is checked is attached. */
export function SourceSet({ chosen, onChange, readOnly }: Props) {
  const workspaceId = useWorkspaceId();
  const query = useQuery({
    ...read('eventSources.list', { params: { workspaceId }, query: { pageSize: 200 } }),
    refetchInterval: 10_000,
  });
  const error = errorOf('The event sources could not be read', query);
  const sources = query.data?.eventSources;
  if (error && !sources) return <ErrorState {...error} />;
  if (!sources) return <SkeletonRows rows={3} label="Loading the event sources" />;
  if (sources.length === 0) {
    return (
      <EmptyState title="No event source yet">
        Make one under{' '}
        <Link href={paths.newEventSource(workspaceId)} className={inlineLinkClass}>
          Events, Sources
        </Link>
        ; it can be attached here afterwards.
      </EmptyState>
    );
  }
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <ul className="rows" aria-label="Event sources">
      {sources.map((source) => (
        <li key={source.id} className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 md:px-4">
          <Checkbox
            id={`attach-${source.id}`}
            checked={chosen.has(source.id)}
            disabled={readOnly}
            onChange={(on) => toggle(source.id, on)}
          />
          <label htmlFor={`attach-${source.id}`} className="min-w-0 truncate font-medium">
            {source.name}
          </label>
          <span className="text-12 text-fg-3">{STRATEGY_WORD[source.strategy]}</span>
          <span className="ml-auto flex items-center gap-3">
            <SourceState source={source} look="plain" />
            <Link href={paths.eventSource(workspaceId, source.id)} className={inlineLinkClass}>
              Open<span className="sr-only"> {source.name}</span>
            </Link>
          </span>
        </li>
      ))}
    </ul>
  );
}
