import type { MouseEvent } from 'react';
import { outcomeLook } from '@/components/event/outcomes';
import type { Column, NarrowRow } from '@/components/table/types';
import { StateWord } from '@/components/ui/state-word';
import { absoluteUtc, clockUtc, duration } from '@/lib/format/time';
import type { EventView } from '@/lib/schemas/event';

export type EventLink = { href: (id: string) => string; open: (id: string) => void };

/**
 * The log's columns. `link.open` shows an event beside the list; its address does the same in another tab. `beside`: an
 * event is open beside them, so there is room for fewer.
 */
export function eventColumns(
  names: ReadonlyMap<string, string>,
  link: EventLink,
  beside: boolean,
): Column<EventView>[] {
  return [
    { id: 'time', header: 'Time', width: beside ? '14%' : '9%', text: ({ time }) => absoluteUtc(time), cell: timeOf },
    {
      id: 'name',
      header: 'Event',
      width: '25%',
      text: ({ name, service }) => `${name}, ${service}`,
      cell: (event) => <EventName event={event} link={link} />,
    },
    {
      id: 'principal',
      header: 'Principal',
      text: ({ principal }) => principal.arn ?? principal.label,
      cell: ({ principal }) => principal.label,
    },
    {
      id: 'account',
      header: 'Account',
      width: '15%',
      hidden: beside,
      text: ({ accountId, region }) => `${accountId}, ${region}`,
      cell: ({ accountId }) => names.get(accountId) ?? accountId,
    },
    {
      id: 'outcome',
      header: 'Outcome',
      width: beside ? '21%' : '15%',
      text: outcomeTitle,
      cell: (event) => <Outcome event={event} />,
    },
    {
      id: 'latency',
      header: 'Latency',
      width: beside ? '12%' : '8%',
      kind: 'number',
      cell: ({ latencyMs }) => duration(latencyMs),
    },
  ];
}

export function narrowEvent(link: EventLink): (event: EventView) => NarrowRow {
  return (event) => ({
    title: <EventName event={event} link={link} />,
    meta: <Outcome event={event} />,
    detail: (
      <>
        {timeOf(event)}, {event.principal.label}
      </>
    ),
  });
}

/** What became of an event, as a badge. */
export function Outcome({ event }: { event: EventView }) {
  const { state, word } = outcomeLook(event);
  return <StateWord state={state}>{word}</StateWord>;
}

const outcomeTitle = (event: EventView) => event.reason ?? outcomeLook(event).means;

/** The time of day in UTC; of another day, that day. */
function timeOf({ time }: EventView): string {
  const today = new Date().toISOString().slice(0, 10);
  return time.slice(0, 10) === today
    ? clockUtc(time, { seconds: true })
    : `${absoluteUtc(time).slice(5, 10)} ${clockUtc(time)}`;
}

function EventName({ event: { id, name }, link }: { event: EventView; link: EventLink }) {
  const open = (press: MouseEvent) => {
    if (press.metaKey || press.ctrlKey || press.shiftKey || press.button !== 0) return;
    press.preventDefault();
    link.open(id);
  };
  return (
    <a href={link.href(id)} onClick={open} className="mono font-medium text-fg hover:underline">
      {name}
    </a>
  );
}
