'use client';
import Link from 'next/link';
import type { EventSource } from '@/components/event-source/states';
import { inlineLinkClass } from '@/components/ui/link-class';
import { Panel } from '@/components/ui/panel';
import { paths } from '@/lib/paths';
import { useWorkspaceId } from '../../../../../../_components/session';
import { AttachButton } from '../../_components/attach-button';

/** A source that no profile has: the step that is left. */
export function NextStep({ source }: { source: EventSource }) {
  const workspace = useWorkspaceId();
  return (
    <Panel
      title="Next: attach it to a profile"
      className="mb-6"
      bodyClassName="flex flex-wrap items-center justify-between gap-4"
    >
      <p className="max-w-[72ch] min-w-0 flex-1 basis-80 text-fg-2">
        Nothing arrives yet. Sensors consume the sources of enabled{' '}
        <Link href={paths.sensorProfiles(workspace)} className={inlineLinkClass}>
          sensor profiles
        </Link>
        , and no profile has this one. Once it is attached, a sensor takes it within ten seconds.
      </p>
      <AttachButton source={source} intent="primary" />
    </Panel>
  );
}
