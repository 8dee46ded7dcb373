import Link from 'next/link';
import type { Column, NarrowRow } from '@/components/table/types';
import { linkClass } from '@/components/ui/link-class';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import { paths } from '@/lib/paths';
import type { ChangeEntry } from '@/lib/schemas/history';

/** A kind as the page says it. */
export const KIND_WORD = {
  created: 'created',
  changed: 'changed',
  deleted: 'deleted',
  recreated: 'created',
} as const satisfies Record<ChangeEntry['kind'], string>;

const wordOf = ({ kind }: ChangeEntry) => (
  <StateWord state={KIND_WORD[kind]} look="plain">
    {kind === 'recreated' ? 'made again' : kind}
  </StateWord>
);

function causeOf({ causes }: ChangeEntry): string {
  const event = causes.find(({ kind }) => kind === 'event');
  const name = event?.detail.eventName;
  if (event) return typeof name === 'string' ? name : 'event';
  return causes.length > 0 ? 'scan' : 'not known';
}

export function changeColumns(workspace: string, names: ReadonlyMap<string, string>): Column<ChangeEntry>[] {
  return [
    {
      id: 'name',
      header: 'Resource',
      width: '21%',
      text: ({ name }) => name,
      cell: ({ name, uid }) => (
        <Link href={paths.resource(workspace, uid, 'history')} className={linkClass}>
          {name}
        </Link>
      ),
    },
    { id: 'kind', header: 'Kind', width: '11%', cell: wordOf },
    {
      id: 'what',
      header: 'What changed',
      width: '25%',
      text: ({ sentence, paths: differing }) => [sentence, ...differing].join('\n'),
      cell: ({ sentence }) => sentence,
    },
    { id: 'type', header: 'Type', width: '16%', kind: 'mono', text: ({ type }) => type, cell: ({ type }) => type },
    {
      id: 'account',
      header: 'Account',
      width: '10%',
      text: ({ accountId, region }) => `${accountId}, ${region}`,
      cell: ({ accountId }) => names.get(accountId) ?? accountId,
    },
    { id: 'cause', header: 'Seen by', width: '8%', text: causeOf, cell: causeOf },
    { id: 'seen', header: 'Seen', width: '9%', cell: ({ seenAt }) => <Time at={seenAt} /> },
  ];
}

export function narrowChange(workspace: string, names: ReadonlyMap<string, string>): (row: ChangeEntry) => NarrowRow {
  return (row) => ({
    title: (
      <Link href={paths.resource(workspace, row.uid, 'history')} className={linkClass}>
        {row.name}
      </Link>
    ),
    meta: <Time at={row.seenAt} />,
    detail: (
      <>
        {wordOf(row)} {row.sentence}, {row.type} in {names.get(row.accountId) ?? row.accountId}
      </>
    ),
  });
}
