'use client';
import { ArrowUp } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { type EventLink, eventColumns, narrowEvent } from '@/components/event/event-columns';
import { MOST_ROWS } from '@/components/event/live-rows';
import { DataTable } from '@/components/table/data-table';
import { Dot } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import type { Tone } from '@/components/ui/tone';
import { count, plural } from '@/lib/format/number';
import type { EventFilter } from '@/lib/schemas/event';
import { errorOf } from '../../../../_components/error-of';
import { useWorkspaceId } from '../../../../_components/session';
import { useKeysetPages } from '../../../../_components/use-keyset-pages';
import { useHeld } from './use-held';
import { type Line, useLiveEvents } from './use-live-events';

type Props = {
  filter: EventFilter;
  names: ReadonlyMap<string, string>;
  link: EventLink;
  openKey: string | null;
  empty: ReactNode;
  paused: boolean;
  /** Services that are in the rows, to filter by. */
  onSeen: (services: readonly string[]) => void;
};

/** While rows go by, those far below the screen are not drawn: painting them is most of the work. Held, all are there. */
const FOLLOWED_ROWS = 40;

/** The newest events, growing at the top; still while somebody reads them. */
export function LiveTable({ filter, names, link, openKey, empty, paused, onSeen }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const reading = useHeld(box);
  const held = paused || reading || openKey !== null;
  const live = useLiveEvents(useWorkspaceId(), filter, held);
  const pages = useKeysetPages();
  const beside = openKey !== null;
  // Made once: a row whose columns are the same is not drawn again.
  const columns = useMemo(() => eventColumns(names, link, beside), [names, link, beside]);
  const narrow = useMemo(() => narrowEvent(link), [link]);
  const { rows, waiting, missed } = live;
  const newest = rows[0]?.service;
  useEffect(() => {
    if (newest !== undefined) onSeen([...new Set(rows.map(({ service }) => service))]);
  }, [newest, rows, onSeen]);
  const show = () => {
    live.release();
    if (box.current && box.current.getBoundingClientRect().top < 0) scrollTo({ top: 0 });
  };
  return (
    <div ref={box} className="min-w-0">
      <DataTable
        label="Events"
        title="Events"
        fact={
          <span className="inline-flex items-center gap-2">
            <Dot tone={paused ? 'neutral' : LINE[live.line].tone} live={!held && live.line === 'live'} />
            {paused ? 'paused' : waiting.length > 0 ? 'still while you read' : LINE[live.line].words}
          </span>
        }
        end={
          waiting.length > 0 ? (
            <Button size="sm" icon={ArrowUp} onClick={show}>
              {count(waiting.length)} {waiting.length < MOST_ROWS ? 'new' : 'and more new'}
            </Button>
          ) : null
        }
        columns={columns}
        rows={live.loaded ? (held ? rows : rows.slice(0, FOLLOWED_ROWS)) : undefined}
        rowKey={({ id }) => id}
        rowLabel={({ name, principal }) => `${name} by ${principal.label}`}
        narrow={narrow}
        onOpen={({ id }) => link.open(id)}
        openKey={openKey}
        error={errorOf('The log could not be read', live.list)}
        empty={empty}
        page={pages.page(
          live.list.data?.nextPageToken,
          missed > 0
            ? `${plural(missed, 'event')} or more passed without being shown; the log has them`
            : 'as they arrive',
        )}
      />
      <p className="sr-only" aria-live="polite">
        {waiting.length > 0 ? `${plural(waiting.length, 'new event')} wait` : ''}
      </p>
    </div>
  );
}

const LINE = {
  connecting: { tone: 'neutral', words: 'connecting' },
  live: { tone: 'success', words: 'following' },
  lost: { tone: 'warn', words: 'the line broke, connecting again' },
} as const satisfies Record<Line, { tone: Tone; words: string }>;
