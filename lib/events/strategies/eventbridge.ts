import { decodeMessage } from '@/lib/events/decode/message';
import { eventBridgeComparison } from './queue/comparisons';
import { consumeQueue, type Opened } from './queue/consume';
import { queueConfigJsonSchema } from './queue/json-schema';
import { discoverLanes } from './queue/lanes';
import type { QueueMessage } from './queue/receive';
import { testQueue } from './queue/test';
import { objectsInstead } from './queue/wrong-strategy';
import type { Delivery, Strategy } from './types';

/** A batch of 500 envelopes goes into one commit; nobody waits longer than this for others. */
const LIMITS = { messages: 500, fillMs: 100, bytes: 32 * 1024 * 1024, inFlight: 16 };

/** EventBridge's rule puts each event into a queue, whole. */
export const eventbridge: Strategy<'eventbridge'> = {
  name: 'eventbridge',
  comparison: eventBridgeComparison,
  configSchema: queueConfigJsonSchema('eventbridge'),
  regionOf: ({ region }) => region,
  discover: async () => discoverLanes(),
  discoverEveryMs: 10 * 60_000,
  consume: (ctx, { config }) => consumeQueue(ctx, config, { limits: LIMITS, open: async (messages) => open(messages) }),
  test: (ctx, config) => testQueue(ctx, config, 'eventbridge'),
  replay: async (_ctx, _config, { deliveryId, payload }) => deliveryOf(payload.toString('utf8'), deliveryId),
  checkpointAt: () => null,
  position: () => null,
};

const open = (messages: readonly QueueMessage[]): Opened => ({
  deliveries: messages.map(({ id, body }) => deliveryOf(body, id)),
  left: new Set(),
  failure: null,
});

function deliveryOf(body: string, id: string): Delivery {
  const { delivery, objects } = decodeMessage(body, id);
  return objects.length === 0 ? delivery : objectsInstead(delivery, body);
}
