import type { z } from 'zod';
import type { JsonText } from '@/lib/format/json-text';
import { eventFilterSchema } from '@/lib/schemas/event';
import { parseInput } from '@/lib/schemas/parse';
import { authorize, type WorkspaceContext } from '../context';
import { type FeedBatch, followEvents } from './feed';
import { conditionsOf, type EventConditions } from './rows';

/** Batches that wait for a slow reader; past it the oldest are left out, and it is told of them. */
const MOST_WAITING = 50;
/** Says that the stream lives, so that a page can tell silence from a broken line. */
const ALIVE_EVERY_MS = 15_000;

/**
 * Follows what arrives and matches: batches as they come, an event once more when its outcome is known. The first batch
 * is empty and says that it follows. Ends when the caller leaves.
 */
export async function streamEvents(
  context: WorkspaceContext & { signal: AbortSignal },
  raw: z.input<typeof eventFilterSchema>,
): Promise<AsyncIterable<FeedBatch | JsonText<FeedBatch>>> {
  authorize(context, 'event:read');
  return batches(context, conditionsOf(parseInput(eventFilterSchema, raw)));
}

async function* batches(
  context: WorkspaceContext & { signal: AbortSignal },
  filters: EventConditions,
): AsyncGenerator<FeedBatch | JsonText<FeedBatch>> {
  const { signal } = context;
  const waiting: JsonText<FeedBatch>[] = [];
  let missed = 0;
  let wake: () => void = () => {};
  const stop = followEvents(context, context.install.changes, context.workspaceId, filters, (batch) => {
    waiting.push(batch);
    if (waiting.length > MOST_WAITING) missed += waiting.shift()?.read().events.length ?? 0;
    wake();
  });
  const aborted = () => wake();
  signal.addEventListener('abort', aborted, { once: true });
  try {
    yield { events: [], missed: 0 };
    while (!signal.aborted) {
      const next = waiting.shift();
      if (missed > 0) {
        yield { events: [], missed };
        missed = 0;
      }
      if (next) yield next;
      else if (await quiet((roused) => (wake = roused))) yield { events: [], missed: 0 };
    }
  } finally {
    stop();
    signal.removeEventListener('abort', aborted);
  }
}

/** Waits to be roused; true when nothing happened for so long that a sign of life is due. */
function quiet(listen: (rouse: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), ALIVE_EVERY_MS);
    listen(() => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}
