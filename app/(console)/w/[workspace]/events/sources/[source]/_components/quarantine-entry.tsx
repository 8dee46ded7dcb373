'use client';
import { QUARANTINE_WORD, type Quarantined } from '@/components/event-source/states';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { Time } from '@/components/ui/time';
import { bytes } from '@/lib/format/number';

type Props = { entry: Quarantined; needs: string | false; onReplay: () => void; onDiscard: () => void };

/** One message that could not be read: why, how it begins, and what became of reading it again. */
export function QuarantineEntry({ entry, needs, onReplay, onDiscard }: Props) {
  const { reason, message, excerpt, deliveryId, shard, at, replayable, replayedAt, replayResult } = entry;
  return (
    <li className="grid gap-2 px-3 py-3 md:px-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone="warn">{QUARANTINE_WORD[reason]}</Badge>
        <span className="min-w-0 flex-1 basis-60">{message}</span>
        <Time at={at} className="text-12 text-fg-3" />
        <span className="flex gap-2">
          <Button
            size="sm"
            disabledReason={needs || (!replayable && 'It was too large to keep whole, so it cannot be replayed')}
            onClick={onReplay}
          >
            Replay<span className="sr-only"> {deliveryId}</span>
          </Button>
          <Button size="sm" disabledReason={needs} onClick={onDiscard}>
            Discard<span className="sr-only"> {deliveryId}</span>
          </Button>
        </span>
      </div>
      <ScrollRegion label={`Beginning of ${deliveryId}`} className="code max-h-40 rounded-2 border border-line">
        <pre className="px-3 py-2 break-all whitespace-pre-wrap">{excerpt}</pre>
      </ScrollRegion>
      <p className="flex min-w-0 flex-wrap items-center gap-x-3 text-12 text-fg-3">
        <span className="inline-flex min-w-0 items-center gap-1">
          <span className="mono truncate">{deliveryId}</span>
          <CopyButton text={deliveryId} label="Copy delivery id" size="xs" intent="ghost" />
        </span>
        <span>{bytes(entry.bytes)}</span>
        <span>shard {shard}</span>
        {replayable ? null : <span>too large to keep whole: it cannot be replayed</span>}
        {replayedAt ? (
          <span>
            read again <Time at={replayedAt} />: {replayResult ?? 'not known'}
          </span>
        ) : null}
      </p>
    </li>
  );
}
