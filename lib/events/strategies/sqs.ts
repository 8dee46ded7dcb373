import pLimit from 'p-limit';
import { decodeMessage } from '@/lib/events/decode/message';
import type { NotifiedObject } from '@/lib/events/decode/queue-body';
import type { QueueConfig } from '@/lib/schemas/event-source';
import { type ObjectReader, objectReader } from './object-reader';
import { sqsComparison } from './queue/comparisons';
import { consumeQueue, type Opened } from './queue/consume';
import { queueConfigJsonSchema } from './queue/json-schema';
import { discoverLanes } from './queue/lanes';
import type { QueueMessage } from './queue/receive';
import { testQueue } from './queue/test';
import { replayMessage } from './replay';
import type { Delivery, Strategy, StrategyContext } from './types';

/** A message stands for a file of thousands of events, so a batch is a few of them. */
const LIMITS = { messages: 20, fillMs: 100, bytes: 8 * 1024 * 1024, inFlight: 4 };
const FETCH_AT_ONCE = 4;

/** CloudTrail or S3 tells by a queue which log files were written; they are fetched from the bucket. */
export const sqs: Strategy<'sqs'> = {
  name: 'sqs',
  comparison: sqsComparison,
  configSchema: queueConfigJsonSchema('sqs'),
  regionOf: ({ region }) => region,
  discover: async () => discoverLanes(),
  discoverEveryMs: 10 * 60_000,
  consume: (ctx, { config }) => {
    const reader = readerOf(ctx, config);
    return consumeQueue(ctx, config, { limits: LIMITS, open: (messages) => open(reader, messages) });
  },
  test: (ctx, config) => testQueue(ctx, config, 'sqs'),
  replay: (ctx, config, item) => replayMessage(readerOf(ctx, config), item),
  checkpointAt: () => null,
  position: () => null,
};

/** The queue does not say which bucket is meant: the role's policy and the form of the key bound what is fetched. */
const readerOf = (ctx: StrategyContext, { region }: QueueConfig): ObjectReader =>
  objectReader(ctx, { region, owner: null });

async function open(reader: ObjectReader, messages: readonly QueueMessage[]): Promise<Opened> {
  const limit = pLimit(FETCH_AT_ONCE);
  const files = new Map<string, Promise<Delivery>>();
  /** Told of by two messages of a batch (duplicates are usual), a file is fetched once and counted once. */
  const fileOf = (object: NotifiedObject) => {
    const key = `${object.bucket}/${object.key}`;
    const known = files.get(key);
    if (known) return known;
    const reading = limit(() => reader.read(object));
    files.set(key, reading);
    return reading;
  };
  const left = new Set<string>();
  let failure: unknown = null;
  const deliveries = new Set<Delivery>();
  await Promise.all(
    messages.map(async ({ id, body }) => {
      const { delivery, objects } = decodeMessage(body, id);
      try {
        const read = await Promise.all(objects.map(fileOf));
        if (objects.length === 0) deliveries.add(delivery);
        for (const file of read) deliveries.add(file);
      } catch (error) {
        // The source's trouble, not the message's: it stays, and the others are worked on first.
        left.add(id);
        failure = error;
      }
    }),
  );
  return { deliveries: [...deliveries], left, failure };
}
