'use client';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { EventDetail } from '@/components/event/event-detail';
import { CopyButton } from '@/components/ui/copy-button';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { Sheet } from '@/components/ui/sheet';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useMedia } from '@/components/ui/use-media';
import { read } from '@/lib/client/queries';
import { paths } from '@/lib/paths';
import { errorOf } from '../../../../_components/error-of';
import { useWorkspaceId } from '../../../../_components/session';
import { useShortcut } from '../../../../_components/use-shortcut';

type Props = { id: string; names: ReadonlyMap<string, string>; onClose: () => void };

/** One event beside the list where there is room, over it where there is none. */
export function EventPane(props: Props) {
  const wide = useMedia(WIDE);
  useShortcut('escape', props.onClose, wide);
  if (wide) {
    return (
      <aside
        aria-label="Event"
        className="sticky top-[64px] max-h-[calc(100dvh-88px)] overflow-y-auto rounded-3 border border-line bg-surface p-4"
      >
        <Body {...props} />
      </aside>
    );
  }
  return (
    <Sheet
      open
      onOpenChange={props.onClose}
      side="right"
      label="Event"
      className="w-[calc(100vw-24px)] max-w-160 bg-surface p-4"
    >
      <Body {...props} />
    </Sheet>
  );
}

function Body({ id, names, onClose }: Props) {
  const workspaceId = useWorkspaceId();
  const query = useQuery({
    ...read('events.get', { params: { workspaceId, eventRef: id } }),
    refetchInterval: ({ state: { data } }) => (data?.outcome === 'pending' ? 3_000 : false),
  });
  // What is kept while another event loads must not be shown under this address.
  const event = query.data?.id === id ? query.data : undefined;
  const error = errorOf('The event could not be read', query);
  return (
    <>
      <div className="mb-4 flex items-center gap-2">
        <h2 className="mono min-w-0 flex-1 truncate text-13" title={event?.name}>
          {event?.name ?? 'Event'}
        </h2>
        <CopyButton
          text={() => `${window.location.origin}${paths.events(workspaceId, { event: id })}`}
          label="Copy link to this event"
          intent="ghost"
        />
        <IconButton label="Close" icon={X} size="sm" tooltip={false} onClick={onClose} />
      </div>
      {event ? (
        <EventDetail workspace={workspaceId} event={event} accountName={names.get(event.accountId)} />
      ) : error ? (
        <ErrorState {...error} />
      ) : (
        <SkeletonRows rows={10} label="Loading the event" />
      )}
    </>
  );
}

/** Room for the list and an event beside it: Tailwind’s `xl`. */
const WIDE = '(min-width: 1280px)';
