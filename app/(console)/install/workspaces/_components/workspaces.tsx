'use client';
import { useQuery } from '@tanstack/react-query';
import { Building2, Plus } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { DataTable } from '@/components/table/data-table';
import type { Column } from '@/components/table/types';
import { Tag } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Time } from '@/components/ui/time';
import { read } from '@/lib/client/queries';
import type { Contract } from '@/lib/contract/contract';
import type { ResponseOf } from '@/lib/contract/operation';
import { count, plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import { errorOf } from '../../../_components/error-of';
import { useMe } from '../../../_components/me';
import { useKeysetPages } from '../../../_components/use-keyset-pages';
import { useShortcut } from '../../../_components/use-shortcut';
import { CreateWorkspaceDialog } from './create-workspace-dialog';

type Row = ResponseOf<Contract['workspaces.list']>['workspaces'][number];

export function Workspaces() {
  const me = useMe();
  const pages = useKeysetPages();
  const [creating, setCreating] = useState(false);
  const list = useQuery(read('workspaces.list', { query: { pageToken: pages.token } }));
  const rows = list.data?.workspaces;
  const mine = new Set(me.workspaces.map(({ id }) => id));
  useShortcut('n', () => setCreating(true));
  return (
    <>
      <Crumbs crumbs={[{ label: 'Install', href: paths.install() }, { label: 'Workspaces' }]} />
      <PageHeader
        title="Workspaces"
        subtitle="Each is apart from the others: its people, integrations, inventory and issuer are its own."
        actions={
          <Button intent="primary" icon={Plus} keyCap="N" onClick={() => setCreating(true)}>
            Make a workspace
          </Button>
        }
      />
      <DataTable
        label="Workspaces"
        columns={columns(mine)}
        rows={rows}
        rowKey={({ id }) => id}
        rowLabel={({ name }) => name}
        narrow={(row) => ({
          title: <Name row={row} mine={mine} />,
          meta: <Time at={row.createdAt} />,
          detail: plural(row.members, 'member'),
        })}
        loadingRows={3}
        error={errorOf('The workspaces could not be read', list)}
        empty={
          <EmptyState icon={Building2} title="There are no workspaces">
            Make one to connect accounts in it.
          </EmptyState>
        }
        page={pages.page(list.data?.nextPageToken, rows ? plural(rows.length, 'workspace') : '')}
      />
      <CreateWorkspaceDialog open={creating} onOpenChange={setCreating} />
    </>
  );
}

function columns(mine: ReadonlySet<string>): Column<Row>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: '36%',
      text: ({ name }) => name,
      cell: (row) => <Name row={row} mine={mine} />,
    },
    { id: 'members', header: 'Members', kind: 'number', width: '100px', cell: ({ members }) => count(members) },
    { id: 'made', header: 'Made', width: '130px', cell: ({ createdAt }) => <Time at={createdAt} /> },
    { id: 'id', header: 'Id', kind: 'mono', width: '34%', text: ({ id }) => id, cell: ({ id }) => id },
  ];
}

/** A link where one may go; being an install administrator does not open a workspace. */
function Name({ row, mine }: { row: Row; mine: ReadonlySet<string> }) {
  if (!mine.has(row.id)) {
    return (
      <span className="flex items-center gap-2">
        <span className="truncate font-medium">{row.name}</span>
        <Tag title="You are no member of it">not yours</Tag>
      </span>
    );
  }
  return (
    <Link href={paths.overview(row.id)} className="font-medium hover:underline">
      {row.name}
    </Link>
  );
}
