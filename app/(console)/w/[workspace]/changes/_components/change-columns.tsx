import Link from 'next/link';
import { eventCauseOf } from '@/components/event/event-cause';
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

/** Who did it, where an event tells; else what saw it. */
function causeOf({ causes }: ChangeEntry): string {
  const events = causes.filter(({ kind }) => kind === 'event').map(({ detail }) => eventCauseOf(detail));
  const [first] = events;
  if (first) {
    const who = first.presumed ? `${first.who}, presumably` : first.who;
    return events.length > 1 ? `${who} or ${events.length - 1} more` : who;
  }
  return causes.length > 0 ? 'a scan' : 'not known';
}

/** Each event with who did it, for hovering. */
function causesOf(entry: ChangeEntry): string {
  const events = entry.causes.filter(({ kind }) => kind === 'event').map(({ detail }) => eventCauseOf(detail));
  return events.length > 0
    ? events.map(({ who, name, presumed }) => `${presumed ? 'presumably ' : ''}${who} by ${name}`).join('\n')
    : causeOf(entry);
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
      width: '23%',
      text: ({ sentence, paths: differing }) => [sentence, ...differing].join('\n'),
      cell: ({ sentence }) => sentence,
    },
    { id: 'type', header: 'Type', width: '14%', kind: 'mono', text: ({ type }) => type, cell: ({ type }) => type },
    {
      id: 'account',
      header: 'Account',
      width: '9%',
      text: ({ accountId, region }) => `${accountId}, ${region}`,
      cell: ({ accountId }) => names.get(accountId) ?? accountId,
    },
    { id: 'cause', header: 'Who', width: '13%', text: causesOf, cell: causeOf },
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
