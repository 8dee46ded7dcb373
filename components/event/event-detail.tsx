'use client';
import Link from 'next/link';
import { Outcome } from '@/components/event/event-columns';
import { outcomeLook } from '@/components/event/outcomes';
import { RawEvent } from '@/components/event/raw-event';
import { Touches } from '@/components/event/touches';
import { CopyButton } from '@/components/ui/copy-button';
import { DefinitionList } from '@/components/ui/definition-list';
import { inlineLinkClass } from '@/components/ui/link-class';
import { Time } from '@/components/ui/time';
import { absoluteUtc, duration } from '@/lib/format/time';
import { paths } from '@/lib/paths';
import type { EventDetailView, EventView } from '@/lib/schemas/event';

type Props = { workspace: string; event: EventDetailView; accountName: string | undefined };

/** Everything of one event: who, from where, what it did to the inventory and how fast, and CloudTrail's record. */
export function EventDetail({ workspace, event, accountName }: Props) {
  const { accountId, region, service, time, sourceId, sourceName, reason } = event;
  return (
    <div className="grid min-w-0 grid-cols-1 gap-4">
      <DefinitionList
        className="grid-cols-[72px_minmax(0,1fr)]"
        items={[
          { term: 'Who', value: <Who workspace={workspace} event={event} />, wrap: true },
          { term: 'From', value: <From workspace={workspace} event={event} />, wrap: true },
          { term: 'Key', value: <Key workspace={workspace} event={event} />, wrap: true },
          {
            term: 'Where',
            value: (
              <>
                {accountName ?? accountId}{' '}
                <span className="text-fg-3">
                  {region}, {service}
                </span>
              </>
            ),
            title: `${accountId}, ${region}`,
          },
          {
            term: 'When',
            value: (
              <>
                <span className="tabular-nums">{absoluteUtc(time)}</span> <Time at={time} className="text-fg-3" />
              </>
            ),
            wrap: true,
          },
          {
            term: 'Through',
            value: sourceId ? (
              <Link href={paths.eventSource(workspace, sourceId)} className={inlineLinkClass}>
                {sourceName ?? 'a source that was removed'}
              </Link>
            ) : (
              'not known'
            ),
          },
        ]}
      />
      <p className="flex flex-wrap items-center gap-2 text-fg-2">
        <Outcome event={event} /> <span className="[overflow-wrap:anywhere]">{reason ?? outcomeLook(event).means}</span>
      </p>
      <Touches workspace={workspace} touches={event.touches} />
      <Path event={event} />
      <RawEvent event={event} />
    </div>
  );
}

type Part = { workspace: string; event: EventView };

function Who({ workspace, event: { principal } }: Part) {
  const { label, arn, sessionIssuerArn, type } = principal;
  const known = sessionIssuerArn ?? arn;
  return (
    <>
      <span className="font-medium">{label}</span> <span className="text-fg-3">{type}</span>
      {known ? (
        <span className="flex min-w-0 items-center gap-1 text-12">
          <Link
            href={paths.inventory(workspace, { q: known })}
            className="mono truncate text-fg-2 hover:underline"
            title={known}
          >
            {known}
          </Link>
          <CopyButton text={known} label="Copy principal’s ARN" size="xs" intent="ghost" />
        </span>
      ) : null}
      <span className="block text-12">
        <Link href={paths.events(workspace, { principal: known ?? label })} className={inlineLinkClass}>
          What else it did
        </Link>
      </span>
    </>
  );
}

function From({ workspace, event: { sourceAddress, userAgent } }: Part) {
  if (!sourceAddress && !userAgent) return 'not known';
  return (
    <>
      {sourceAddress ? (
        <Link href={paths.events(workspace, { address: sourceAddress })} className="mono hover:underline">
          {sourceAddress}
        </Link>
      ) : null}{' '}
      <span className="text-12 text-fg-3 [overflow-wrap:anywhere]">{userAgent}</span>
    </>
  );
}

function Key({ workspace, event: { principal } }: Part) {
  const { accessKeyId } = principal;
  if (!accessKeyId) return 'none';
  return (
    <>
      <span className="mono">{accessKeyId}</span>{' '}
      <span className="text-12 text-fg-3">{accessKeyId.startsWith('ASIA') ? 'short-lived' : 'long-lived'}</span>
      <span className="block text-12">
        <Link href={paths.events(workspace, { accessKey: accessKeyId })} className={inlineLinkClass}>
          What this key did
        </Link>
      </span>
    </>
  );
}

/** Its way from AWS to the inventory. */
function Path({ event: { time, receivedAt, settledAt } }: { event: EventView }) {
  const after = (at: string | null) => (at ? `+${duration(Math.max(0, Date.parse(at) - Date.parse(time)))}` : '—');
  const steps = [
    { name: 'In AWS', at: '0 s', title: absoluteUtc(time) },
    { name: 'Received', at: after(receivedAt), title: absoluteUtc(receivedAt, { millis: true }) },
    { name: 'Saved', at: after(settledAt), title: settledAt ? absoluteUtc(settledAt, { millis: true }) : 'not yet' },
  ];
  return (
    <ol
      aria-label="Way of the event"
      className="grid grid-cols-3 divide-x divide-line rounded-2 border border-line text-12 tabular-nums"
    >
      {steps.map(({ name, at, title }) => (
        <li key={name} title={title} className="px-2.5 py-2">
          <span className="block text-fg-3">{name}</span>
          {at}
        </li>
      ))}
    </ol>
  );
}
