import type { z } from 'zod';
import { type EventView, type eventBatchSchema, eventStreamQuerySchema } from '@/lib/schemas/event';
import { parseInput } from '@/lib/schemas/parse';
import { authorize, type WorkspaceContext } from '../context';
import { followEvents } from './feed';
import { matches } from './matches';
import { filtersForSql } from './rows';

type Batch = z.output<typeof eventBatchSchema>;
/** Events that wait for a slow reader; past it the oldest are left out, and it is told how many. */
const MOST_WAITING = 500;
/** Says that the stream lives, so that a page can tell silence from a broken line. */
const ALIVE_EVERY_MS = 15_000;

/**
 * Follows what arrives and matches: batches as they come, an event once more when its outcome is known. The first batch
 * is empty and says that it follows. Ends when `signal` aborts.
 */
export async function streamEvents(
  context: WorkspaceContext & { signal: AbortSignal },
  raw: z.input<typeof eventStreamQuerySchema>,
): Promise<AsyncIterable<Batch>> {
  authorize(context, 'event:read');
  const { after: _after, ...filter } = parseInput(eventStreamQuerySchema, raw);
  return batches(context, filtersForSql(filter));
}

async function* batches(
  context: WorkspaceContext & { signal: AbortSignal },
  filters: Record<string, unknown>,
): AsyncGenerator<Batch> {
  const { signal } = context;
  let waiting: EventView[] = [];
  let missed = 0;
  let wake: () => void = () => {};
  const stop = followEvents(context, context.install.changes, context.workspaceId, (events, left) => {
    waiting.push(...events.filter((event) => matches(event, filters)));
    missed += left + Math.max(0, waiting.length - MOST_WAITING);
    waiting = waiting.slice(-MOST_WAITING);
    wake();
  });
  const aborted = () => wake();
  signal.addEventListener('abort', aborted, { once: true });
  try {
    yield { events: [], missed: 0 };
    while (!signal.aborted) {
      if (waiting.length === 0 && missed === 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ALIVE_EVERY_MS);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      if (signal.aborted) return;
      const batch = { events: waiting, missed };
      waiting = [];
      missed = 0;
      yield batch;
    }
  } finally {
    stop();
    signal.removeEventListener('abort', aborted);
  }
}
