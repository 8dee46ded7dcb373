import Link from 'next/link';
import { SourceState } from '@/components/event-source/source-state';
import { type EventSource, lagWord, STRATEGY_WORD } from '@/components/event-source/states';
import type { Column, NarrowRow } from '@/components/table/types';
import { linkClass } from '@/components/ui/link-class';
import { Time } from '@/components/ui/time';
import { count } from '@/lib/format/number';
import { paths } from '@/lib/paths';

const profilesOf = ({ profiles }: EventSource) => profiles.map(({ title }) => title).join(', ');
const rate = (value: number) => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value));

export function sourceColumns(workspace: string): Column<EventSource>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: '17%',
      text: ({ name }) => name,
      cell: ({ id, name }) => (
        <Link href={paths.eventSource(workspace, id)} className="font-medium hover:underline">
          {name}
        </Link>
      ),
    },
    { id: 'strategy', header: 'Strategy', width: '10%', cell: ({ strategy }) => STRATEGY_WORD[strategy] },
    {
      id: 'integration',
      header: 'Integration',
      width: '13%',
      text: ({ integration }) => integration?.name ?? 'removed',
      cell: ({ integration }) =>
        integration ? (
          <Link href={paths.integration(workspace, integration.id)} className={linkClass}>
            {integration.name}
          </Link>
        ) : (
          'removed'
        ),
    },
    {
      id: 'state',
      header: 'State',
      width: '12%',
      text: ({ stateReason }) => stateReason ?? '',
      cell: (source) => <SourceState source={source} />,
    },
    {
      id: 'profiles',
      header: 'Profiles',
      width: '10%',
      text: profilesOf,
      cell: (source) => profilesOf(source) || 'none',
    },
    { id: 'lag', header: 'Lag', width: '8%', kind: 'number', cell: ({ lagMs }) => lagWord(lagMs) },
    {
      id: 'rate',
      header: 'A minute',
      width: '8%',
      kind: 'number',
      text: ({ receivedPerMinute }) => `${rate(receivedPerMinute)} received a minute, of which these changed something`,
      cell: ({ eventsPerMinute }) => rate(eventsPerMinute),
    },
    {
      id: 'last',
      header: 'Last event',
      width: '10%',
      cell: ({ lastEventAt }) => <Time at={lastEventAt} none="none yet" />,
    },
    {
      id: 'bad',
      header: 'Quarantined',
      width: '10%',
      kind: 'number',
      cell: ({ id, quarantined }) =>
        quarantined > 0 ? (
          <Link href={paths.eventSource(workspace, id, 'quarantine')} className="text-warn-text hover:underline">
            {count(quarantined)}
          </Link>
        ) : (
          'none'
        ),
    },
  ];
}

export function narrowSource(workspace: string) {
  return (source: EventSource): NarrowRow => ({
    title: (
      <Link href={paths.eventSource(workspace, source.id)} className="hover:underline">
        {source.name}
      </Link>
    ),
    meta: <SourceState source={source} />,
    detail: (
      <>
        {STRATEGY_WORD[source.strategy]}, {rate(source.eventsPerMinute)} a minute,{' '}
        {source.lastEventAt ? <Time at={source.lastEventAt} /> : 'no event yet'}
      </>
    ),
  });
}
