'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus, SlidersHorizontal } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { DataTable } from '@/components/table/data-table';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Icon } from '@/components/ui/icon';
import { KeyCap } from '@/components/ui/key-cap';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import { errorOf } from '../../../../_components/error-of';
import { useMay, useSession } from '../../../../_components/session';
import { useKeysetPages } from '../../../../_components/use-keyset-pages';
import { useShortcut } from '../../../../_components/use-shortcut';
import { narrowProfile, profileColumns } from './_components/profile-columns';

/** Which event sources sensors consume. */
export default function ProfilesPage() {
  const { workspace } = useSession();
  const router = useRouter();
  const may = useMay('eventSource:write');
  const pages = useKeysetPages();
  const list = useQuery({
    ...read('sensorProfiles.list', { params: { workspaceId: workspace.id }, query: { pageToken: pages.token } }),
    refetchInterval: 10_000,
  });
  const profiles = list.data?.sensorProfiles;
  const newHref = paths.newSensorProfile(workspace.id);
  useShortcut('n', () => router.push(newHref), may);
  const create = may ? (
    <Link href={newHref} className={buttonClass({ intent: 'primary' })}>
      <Icon as={Plus} size="sm" /> New profile <KeyCap onSolid>N</KeyCap>
    </Link>
  ) : null;
  const empty = profiles?.length === 0 && pages.token === undefined;
  return (
    <>
      <Crumbs
        crumbs={[
          { label: workspace.name, href: paths.overview(workspace.id) },
          { label: 'Sensors', href: paths.sensors(workspace.id) },
          { label: 'Profiles' },
        ]}
      />
      <PageHeader
        title="Profiles"
        subtitle="A profile says which event sources sensors consume. A source that no enabled profile has is not consumed."
        actions={empty ? null : create}
      />
      <DataTable
        label="Sensor profiles"
        columns={profileColumns(workspace.id)}
        rows={profiles}
        rowKey={({ id }) => id}
        rowLabel={({ title }) => title}
        narrow={narrowProfile(workspace.id)}
        onOpen={({ id }) => router.push(paths.sensorProfile(workspace.id, id))}
        error={errorOf('The profiles could not be read', list)}
        empty={
          <EmptyState icon={SlidersHorizontal} title="No profile yet" action={create}>
            Attach event sources to one, and sensors begin to consume them within ten seconds. One profile is enough for
            most.
          </EmptyState>
        }
        page={pages.page(list.data?.nextPageToken, profiles ? plural(profiles.length, 'profile') : '')}
      />
    </>
  );
}
