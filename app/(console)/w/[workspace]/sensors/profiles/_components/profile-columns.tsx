import Link from 'next/link';
import type { z } from 'zod';
import type { Column, NarrowRow } from '@/components/table/types';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { sensorProfileSchema } from '@/lib/schemas/sensor-profile';

export type SensorProfile = z.output<typeof sensorProfileSchema>;

const sourcesOf = ({ eventSources }: SensorProfile) => eventSources.map(({ name }) => name).join(', ') || 'none';

export function ProfileState({ profile: { enabled } }: { profile: SensorProfile }) {
  return <StateWord state={enabled ? 'active' : 'inactive'}>{enabled ? 'enabled' : 'disabled'}</StateWord>;
}

export function profileColumns(workspace: string): Column<SensorProfile>[] {
  return [
    {
      id: 'title',
      header: 'Title',
      width: '22%',
      text: ({ title }) => title,
      cell: ({ id, title }) => (
        <Link href={paths.sensorProfile(workspace, id)} className="font-medium hover:underline">
          {title}
        </Link>
      ),
    },
    { id: 'state', header: 'State', width: '13%', cell: (profile) => <ProfileState profile={profile} /> },
    { id: 'sources', header: 'Event sources', text: sourcesOf, cell: sourcesOf },
    { id: 'plugin', header: 'Plugin', width: '8%', cell: () => 'AWS' },
    { id: 'updated', header: 'Changed', width: '12%', cell: ({ updatedAt }) => <Time at={updatedAt} /> },
  ];
}

export function narrowProfile(workspace: string) {
  return (profile: SensorProfile): NarrowRow => ({
    title: (
      <Link href={paths.sensorProfile(workspace, profile.id)} className="hover:underline">
        {profile.title}
      </Link>
    ),
    meta: <ProfileState profile={profile} />,
    detail: `${plural(profile.eventSources.length, 'source')}: ${sourcesOf(profile)}`,
  });
}
