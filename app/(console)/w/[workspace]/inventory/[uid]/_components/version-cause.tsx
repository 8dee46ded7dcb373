'use client';
import Link from 'next/link';
import type { z } from 'zod';
import { type EventCause, eventCauseOf } from '@/components/event/event-cause';
import { inlineLinkClass } from '@/components/ui/link-class';
import { Time } from '@/components/ui/time';
import { absoluteUtc } from '@/lib/format/time';
import { paths } from '@/lib/paths';
import type { resourceVersionSchema } from '@/lib/schemas/inventory';
import { useWorkspaceId } from '../../../../../_components/session';

type Version = z.infer<typeof resourceVersionSchema>;
type Cause = Version['causes'][number];

/** How one knows of a version: the events that made it, with who did; else the scan that saw it, and since when. */
export function VersionCause({ version }: { version: Version }) {
  const { causes, seenAfter, seenAt } = version;
  const events = causes.filter(({ kind }) => kind === 'event');
  const scans = causes.filter(({ kind }) => kind === 'scan');
  const between = seenAfter ? (
    <span title={`Between ${absoluteUtc(seenAfter)} and ${absoluteUtc(seenAt)}`}>
      , after <Time at={seenAfter} />
    </span>
  ) : null;
  if (causes.length === 0) return <>cause not known{between}</>;
  return (
    <>
      {events.length > 0 ? <Events causes={events} /> : null}
      {scans.map((cause, index) => (
        <span key={cause.scanId ?? cause.at}>
          {index > 0 ? ', and by ' : events.length === 1 ? '. Seen by ' : 'Seen by '}
          <Scan cause={cause} />
          {index === 0 && events.length === 0 ? between : null}
        </span>
      ))}
    </>
  );
}

/** AWS told of several calls before the resource was read: which of them made this difference is not known. */
function Events({ causes }: { causes: readonly Cause[] }) {
  const told = causes.map(({ at, detail }) => ({ at, cause: eventCauseOf(detail) }));
  const [only] = told;
  if (told.length === 1 && only) return <Who {...only} />;
  return (
    <>
      One of these:
      <ul className="mt-0.5 grid gap-0.5 border-line-strong border-l-2 pl-2">
        {told.map((one) => (
          <li key={one.cause.ref ?? `${one.at} ${one.cause.name}`}>
            <Who {...one} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Who({ cause, at }: { cause: EventCause; at: string }) {
  const workspace = useWorkspaceId();
  const { ref, name, who, issuer, sourceAddress, userAgent, presumed } = cause;
  return (
    <span className="[overflow-wrap:anywhere]" title={userAgent ?? undefined}>
      {presumed ? (
        <span title="The event does not name this resource: a list made because of it found the change.">
          presumably{' '}
        </span>
      ) : null}
      <span className="font-medium text-fg" title={issuer ?? undefined}>
        {who}
      </span>{' '}
      by{' '}
      {ref ? (
        <Link href={paths.events(workspace, { event: ref })} className={inlineLinkClass}>
          {name}
        </Link>
      ) : (
        name
      )}
      {sourceAddress ? ` from ${sourceAddress}` : ''}, <Time at={at} />
    </span>
  );
}

function Scan({ cause: { scanId, at } }: { cause: Cause }) {
  const workspace = useWorkspaceId();
  if (!scanId) return <>a scan of {absoluteUtc(at)}</>;
  return (
    <Link href={paths.scan(workspace, scanId)} className={inlineLinkClass}>
      the scan of {absoluteUtc(at)}
    </Link>
  );
}
