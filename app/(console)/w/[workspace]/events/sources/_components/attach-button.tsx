'use client';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown, Link2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { DropdownMenu } from '@/components/ui/dropdown-menu';
import { Icon } from '@/components/ui/icon';
import { toast } from '@/components/ui/toast-store';
import { read } from '@/lib/client/queries';
import { useMay, useWorkspaceId } from '../../../../../_components/session';
import { useOperation } from '../../../../../_components/use-operation';

const STALE = ['eventSources.list', 'eventSources.get', 'sensorProfiles.list', 'sensorProfiles.get'] as const;
const DEFAULT_TITLE = 'Default';

type Props = { source: { id: string; name: string }; intent?: 'primary' | 'secondary' };

/** Attaches a source to the profile there is, to the one that is chosen, or to a first one that it makes. */
export function AttachButton({ source, intent = 'secondary' }: Props) {
  const workspaceId = useWorkspaceId();
  const may = useMay('eventSource:write');
  const { data } = useQuery(read('sensorProfiles.list', { params: { workspaceId }, query: { pageSize: 200 } }));
  const done = (title: string) =>
    toast.success(`${source.name} is attached to ${title}`, 'A sensor takes it within ten seconds.');
  const failed = (error: Error) => toast.error(`${source.name} was not attached`, error.message);
  const add = useOperation('sensorProfiles.addSource', { stale: STALE, onSuccess: ({ title }) => done(title) });
  const create = useOperation('sensorProfiles.create', { stale: STALE, onSuccess: ({ title }) => done(title) });
  const attachTo = (sensorProfileId: string) =>
    add.mutate({ params: { workspaceId, sensorProfileId }, body: { eventSourceId: source.id } }, { onError: failed });
  const attachToNew = () =>
    create.mutate(
      { params: { workspaceId }, body: { title: DEFAULT_TITLE, eventSources: [source.id] } },
      { onError: failed },
    );
  const profiles = data?.sensorProfiles ?? [];
  const [only] = profiles;
  const shared = {
    intent,
    busy: (add.isPending || create.isPending) && 'Attaching',
    disabledReason: !may && 'Needs the role editor, admin or owner',
  } as const;
  if (profiles.length > 1) {
    return (
      <DropdownMenu
        label="Profiles"
        trigger={
          <Button {...shared}>
            Attach to
            <Icon as={ChevronDown} size="sm" />
          </Button>
        }
        groups={[
          {
            id: 'profiles',
            items: profiles.map(({ id, title, enabled }) => ({
              id,
              label: enabled ? title : `${title}, disabled`,
              onSelect: () => attachTo(id),
            })),
          },
        ]}
      />
    );
  }
  return (
    <Button {...shared} icon={Link2} onClick={() => (only ? attachTo(only.id) : attachToNew())}>
      Attach to {only?.title ?? 'a new profile'}
    </Button>
  );
}
