import { DecodeFault, poisonOf } from '@/lib/events/decode/fault';
import type { Delivery } from '@/lib/events/strategies/types';

/** Notices of log files in a queue where events are expected: this source may not read the bucket, and would lose them. */
export function objectsInstead(delivery: Delivery, body: string): Delivery {
  const fault = new DecodeFault(
    'unknown_shape',
    'A notification of an object in a bucket; for those the source needs the strategy sqs.',
  );
  const bytes = Buffer.from(body);
  return { ...delivery, poison: [...delivery.poison, poisonOf(delivery.id, fault, bytes, bytes.length)] };
}
