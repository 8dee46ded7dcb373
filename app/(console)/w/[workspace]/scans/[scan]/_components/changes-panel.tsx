'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { z } from 'zod';
import { DataTable } from '@/components/table/data-table';
import type { Column } from '@/components/table/types';
import { EmptyState } from '@/components/ui/empty-state';
import { StateWord } from '@/components/ui/state-word';
import type { StateName } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { scanChangeSchema } from '@/lib/schemas/scan';
import { errorOf } from '../../../../../_components/error-of';
import { useWorkspaceId } from '../../../../../_components/session';
import { useKeysetPages } from '../../../../../_components/use-keyset-pages';

type Change = z.infer<typeof scanChangeSchema>;

const WORDS = {
  created: 'created',
  changed: 'changed',
  deleted: 'deleted',
  recreated: 'created',
} as const satisfies Record<Change['kind'], StateName>;

function columns(workspace: string): Column<Change>[] {
  return [
    {
      id: 'name',
      header: 'Resource',
      width: '36%',
      text: ({ name }) => name,
      cell: ({ uid, name }) => (
        <Link href={paths.resource(workspace, uid, 'history')} className="font-medium hover:underline">
          {name}
        </Link>
      ),
    },
    { id: 'type', header: 'Type', width: '28%', kind: 'mono', text: ({ type }) => type, cell: ({ type }) => type },
    {
      id: 'kind',
      header: 'What',
      width: '14%',
      cell: ({ kind }) => (
        <StateWord state={WORDS[kind]} look="plain">
          {kind === 'recreated' ? 'made again' : kind}
        </StateWord>
      ),
    },
    { id: 'version', header: 'Version', width: '9%', kind: 'number', cell: ({ version }) => version },
    { id: 'seen', header: 'Seen', width: '13%', cell: ({ seenAt }) => <Time at={seenAt} /> },
  ];
}

/** The versions this scan brought, each leading to the history it is in. */
export function ChangesPanel({ scanId, running }: { scanId: string; running: boolean }) {
  const workspaceId = useWorkspaceId();
  const pages = useKeysetPages();
  const changes = useQuery({
    ...read('scans.changes', { params: { workspaceId, scanId }, query: { pageToken: pages.token } }),
    refetchInterval: running ? 5_000 : false,
    staleTime: running ? 0 : 10_000,
  });
  const rows = changes.data?.changes;
  return (
    <DataTable
      title="What changed"
      fact={running ? 'so far' : undefined}
      label="What changed"
      columns={columns(workspaceId)}
      rows={rows}
      rowKey={({ uid, version }) => `${uid} ${version}`}
      rowLabel={({ name }) => name}
      narrow={(change) => ({
        title: (
          <Link href={paths.resource(workspaceId, change.uid, 'history')} className="hover:underline">
            {change.name}
          </Link>
        ),
        meta: <StateWord state={WORDS[change.kind]} look="plain" />,
        detail: <span className="mono">{change.type}</span>,
      })}
      error={errorOf('What changed could not be read', changes)}
      empty={<EmptyState title="Nothing changed">Everything is as it was known before this scan.</EmptyState>}
      page={pages.page(changes.data?.nextPageToken, rows ? `${plural(rows.length, 'change')} here` : '')}
      loadingRows={5}
    />
  );
}
