import type { ReactNode } from 'react';
import { ResourceName } from '@/components/resource/resource-name';
import { sentenceCase, typeLook } from '@/components/resource/types';
import type { Column, NarrowRow } from '@/components/table/types';
import { Time } from '@/components/ui/time';
import type { ResourceSummary } from '@/lib/schemas/inventory';
import type { TabId } from './tabs';
import { COLUMNS_OF } from './type-columns';

type Names = ReadonlyMap<string, string>;

/** Name and account, then what matters of this kind, then when it changed. */
export function columnsOf(tab: TabId, workspace: string, search: string, names: Names): Column<ResourceSummary>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      sortKey: 'name',
      text: ({ name }) => name,
      cell: (resource) => <ResourceName workspace={workspace} resource={resource} search={search} />,
    },
    {
      id: 'account',
      header: 'Account',
      width: '13%',
      text: ({ accountId }) => accountId,
      cell: ({ accountId }) => names.get(accountId) ?? <span className="mono">{accountId}</span>,
    },
    ...COLUMNS_OF[tab],
    { id: 'changed', header: 'Changed', width: '10%', cell: ({ changedAt }) => <Time at={changedAt} /> },
  ];
}

/** The first two columns of the kind are the second line on a phone. */
export function narrowIdentity(tab: TabId, workspace: string, search: string, names: Names) {
  return (resource: ResourceSummary): NarrowRow => ({
    title: <ResourceName bare workspace={workspace} resource={resource} search={search} />,
    meta: <Time at={resource.changedAt} />,
    detail: (
      <>
        {tab === 'providers' ? `${sentenceCase(typeLook(resource.type).noun)}, ` : ''}
        {names.get(resource.accountId) ?? resource.accountId}
        {COLUMNS_OF[tab].slice(0, 2).map(
          (column): ReactNode => (
            <span key={column.id}>
              , {column.header.toLowerCase()}: {column.cell(resource)}
            </span>
          ),
        )}
      </>
    ),
  });
}
