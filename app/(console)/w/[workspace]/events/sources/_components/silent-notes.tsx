'use client';
import Link from 'next/link';
import type { EventSource } from '@/components/event-source/states';
import { buttonClass } from '@/components/ui/button';
import { inlineLinkClass } from '@/components/ui/link-class';
import { Note } from '@/components/ui/note';
import { paths } from '@/lib/paths';
import { useWorkspaceId } from '../../../../../_components/session';
import { AttachButton } from './attach-button';

/** Above the list: which sources nothing can come from though they are enabled, and the way out of it. */
export function SilentNotes({ sources }: { sources: readonly EventSource[] }) {
  const workspace = useWorkspaceId();
  return sources
    .filter(({ state }) => state === 'notAttached' || state === 'profileDisabled' || state === 'failing')
    .map((source) => (
      <Note
        key={source.id}
        tone={source.state === 'failing' ? 'danger' : 'warn'}
        title={
          <>
            Nothing arrives from{' '}
            <Link href={paths.eventSource(workspace, source.id)} className={inlineLinkClass}>
              {source.name}
            </Link>
          </>
        }
        action={<WayOut source={source} />}
      >
        {source.stateReason}
      </Note>
    ));
}

/** What would end it, by its state. */
export function WayOut({ source }: { source: EventSource }) {
  const workspace = useWorkspaceId();
  const disabled = source.profiles.find(({ enabled }) => !enabled);
  if (source.state === 'notAttached') return <AttachButton source={source} />;
  if (source.state === 'profileDisabled' && disabled) {
    return (
      <Link href={paths.sensorProfile(workspace, disabled.id)} className={buttonClass({ size: 'sm' })}>
        Open {disabled.title}
      </Link>
    );
  }
  return null;
}
