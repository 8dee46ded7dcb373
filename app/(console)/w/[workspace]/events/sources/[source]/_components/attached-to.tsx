'use client';
import { X } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { EventSourceDetail } from '@/components/event-source/states';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { IconButton } from '@/components/ui/icon-button';
import { inlineLinkClass } from '@/components/ui/link-class';
import { toast } from '@/components/ui/toast-store';
import { paths } from '@/lib/paths';
import { useMay, useWorkspaceId } from '../../../../../../_components/session';
import { useOperation } from '../../../../../../_components/use-operation';

/** The profiles that have a source attached, each of which can let go of it without touching its others. */
export function AttachedTo({ source }: { source: EventSourceDetail }) {
  const workspaceId = useWorkspaceId();
  const may = useMay('eventSource:write');
  const [leaving, setLeaving] = useState<EventSourceDetail['profiles'][number] | null>(null);
  const detach = useOperation('sensorProfiles.removeSource', {
    stale: ['eventSources.get', 'eventSources.list', 'sensorProfiles.get', 'sensorProfiles.list'],
    onSuccess: ({ title }) => {
      setLeaving(null);
      toast.success(`${source.name} is detached from ${title}`);
    },
  });
  if (source.profiles.length === 0) return 'none';
  return (
    <>
      <ul className="grid gap-1">
        {source.profiles.map((profile) => (
          <li key={profile.id} className="flex items-center gap-1">
            <Link href={paths.sensorProfile(workspaceId, profile.id)} className={inlineLinkClass}>
              {profile.title}
            </Link>
            {profile.enabled ? null : <span className="text-12 text-fg-3">disabled</span>}
            {may ? (
              <IconButton
                label={`Detach from ${profile.title}`}
                icon={X}
                size="xs"
                intent="ghost"
                onClick={() => setLeaving(profile)}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {leaving ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setLeaving(null))}
          verb="Detach"
          name={source.name}
          goes={`Sensors stop consuming it through ${leaving.title} within ten seconds.`}
          stays="Its place stays, so it goes on from there when it is attached again."
          keep="Keep it attached"
          typeName={false}
          busy={detach.isPending && 'Detaching'}
          error={detach.error?.message}
          onConfirm={() =>
            detach.mutate({ params: { workspaceId, sensorProfileId: leaving.id, eventSourceId: source.id } })
          }
        />
      ) : null}
    </>
  );
}
