import { addDrops, noDrops } from '@/lib/events/decode/drops';
import { decodeMessage } from '@/lib/events/decode/message';
import type { ObjectReader } from './object-reader';
import type { Delivery } from './types';

/**
 * Decodes what was quarantined once more: a message, one record, or the notice that stands for a file, which is fetched
 * again. One delivery, also of a message that told of several files.
 */
export async function replayMessage(
  reader: ObjectReader,
  { deliveryId, payload }: { deliveryId: string; payload: Buffer },
): Promise<Delivery> {
  const { delivery, objects } = decodeMessage(payload.toString('utf8'), deliveryId);
  const files = await Promise.all(objects.map((object) => reader.read(object)));
  const [first] = files;
  if (files.length === 1 && first) return first;
  const dropped = noDrops();
  for (const one of [delivery, ...files]) addDrops(dropped, one.dropped);
  return {
    id: delivery.id,
    records: [delivery, ...files].flatMap(({ records }) => records),
    dropped,
    poison: [delivery, ...files].flatMap(({ poison }) => poison),
  };
}
