'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Outcome } from '@/components/event/event-columns';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { linkClass } from '@/components/ui/link-class';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { read } from '@/lib/client/queries';
import { paths } from '@/lib/paths';
import type { EventFilter } from '@/lib/schemas/event';
import type { Resource } from '@/lib/schemas/inventory';
import { errorOf } from '../../../../../_components/error-of';
import { useWorkspaceId } from '../../../../../_components/session';

const FIRST = 5;

/** The newest events that touched this resource. */
export function ResourceEvents({ resource }: { resource: Resource }) {
  return (
    <EventsPanel
      title="Events"
      fact="that touched it"
      filter={{ resource: resource.uid }}
      empty="No event of the log touched it. What scans saw of it is in the history."
    />
  );
}

/** What was done with an access key, or by a user or role. Nothing for what does nothing by itself. */
export function DoneWith({ resource }: { resource: Resource }) {
  const { type, id, arn } = resource;
  if (type === 'AWS::IAM::AccessKey') {
    return (
      <EventsPanel
        title="What this key did"
        filter={{ accessKey: id }}
        empty="No change in the log was made with it."
      />
    );
  }
  if ((type === 'AWS::IAM::User' || type === 'AWS::IAM::Role') && arn) {
    return <EventsPanel title="What it did" filter={{ principal: arn }} empty="No change in the log was made by it." />;
  }
  return null;
}

type Props = { title: string; fact?: string; filter: EventFilter; empty: string };

function EventsPanel({ title, fact, filter, empty }: Props) {
  const workspaceId = useWorkspaceId();
  const query = useQuery({
    ...read('events.list', { params: { workspaceId }, query: { ...filter, pageSize: FIRST } }),
    staleTime: 0,
  });
  const error = errorOf('The log could not be read', query);
  const events = query.data?.events;
  return (
    <Panel
      title={title}
      fact={fact}
      flush
      end={
        events && events.length > 0 ? (
          <Link href={paths.events(workspaceId, filter)} className={linkClass}>
            All<span className="sr-only"> events of {title}</span>
          </Link>
        ) : null
      }
    >
      {error && !events ? <ErrorState {...error} /> : null}
      {!events && !error ? <SkeletonRows rows={2} label={`Loading ${title}`} /> : null}
      {events?.length === 0 ? <EmptyState title="None">{empty}</EmptyState> : null}
      <ul className="rows">
        {events?.map((event) => (
          <li key={event.id} className="grid gap-0.5 px-3 py-2 md:px-4">
            <span className="flex min-w-0 items-center gap-2">
              <Link
                href={paths.events(workspaceId, { ...filter, event: event.id })}
                className="mono min-w-0 truncate font-medium hover:underline"
              >
                {event.name}
              </Link>
              <span className="ml-auto shrink-0">
                <Outcome event={event} />
              </span>
            </span>
            <span className="flex min-w-0 gap-3 text-12 text-fg-3">
              <span className="truncate" title={event.principal.arn ?? undefined}>
                {event.principal.label}
              </span>
              <Time at={event.time} className="ml-auto shrink-0" />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
