'use client';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { type EventLink, eventColumns, narrowEvent } from '@/components/event/event-columns';
import { DataTable } from '@/components/table/data-table';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import type { EventFilter } from '@/lib/schemas/event';
import { errorOf } from '../../../../_components/error-of';
import { useWorkspaceId } from '../../../../_components/session';
import { useKeysetPages } from '../../../../_components/use-keyset-pages';

type Props = {
  filter: EventFilter;
  names: ReadonlyMap<string, string>;
  link: EventLink;
  openKey: string | null;
  empty: ReactNode;
  /** A range of time was asked for: then by when events happened, else by when they came. */
  byTime: boolean;
  onSeen: (services: readonly string[]) => void;
};

/** The log further back, page by page. */
export function PastTable({ filter, names, link, openKey, empty, byTime, onSeen }: Props) {
  const pages = useKeysetPages();
  const order = byTime ? 'time' : 'arrival';
  const list = useQuery(
    read('events.list', {
      params: { workspaceId: useWorkspaceId() },
      query: { ...filter, order, pageToken: pages.token },
    }),
  );
  const rows = list.data?.events;
  useEffect(() => {
    if (rows) onSeen([...new Set(rows.map(({ service }) => service))]);
  }, [rows, onSeen]);
  return (
    <DataTable
      label="Events"
      title="Events"
      fact={byTime ? 'by when they happened' : 'by when they came'}
      columns={eventColumns(names, link, openKey !== null)}
      rows={rows}
      rowKey={({ id }) => id}
      rowLabel={({ name, principal }) => `${name} by ${principal.label}`}
      narrow={narrowEvent(link)}
      onOpen={({ id }) => link.open(id)}
      openKey={openKey}
      error={errorOf('The log could not be read', list)}
      empty={empty}
      page={pages.page(list.data?.nextPageToken, rows ? plural(rows.length, 'event') : '')}
    />
  );
}
