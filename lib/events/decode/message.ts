import type { Delivery } from '@/lib/events/strategies/types';
import { countDrop, noDrops } from './drops';
import { DecodeFault, poisonOf } from './fault';
import { LOG_FILE_LIMITS } from './limits';
import { decodeSqsBody, type NotifiedObject } from './queue-body';
import { addRecord, type Decoded } from './records';
import { recordFaultOf } from './sifted-list';

/** A message as a delivery, and the objects that it tells of, which are deliveries of their own. */
export type DecodedMessage = { delivery: Delivery; objects: NotifiedObject[] };

/** Never throws for what is in the message. */
export function decodeMessage(body: string, id: string): DecodedMessage {
  const decoded: Decoded = { records: [], dropped: noDrops(), poison: [] };
  let objects: NotifiedObject[] = [];
  try {
    const found = decodeSqsBody(body);
    if (found.kind === 'objects') objects = found.objects;
    else if (found.kind === 'dropped') countDrop(decoded.dropped, found.as === 'readOnly' ? 'readOnly' : 'data');
    else if (found.kind === 'record') {
      const text = Buffer.from(body);
      const fault = recordFaultOf(text, { ...LOG_FILE_LIMITS, recordBytes: 2 * LOG_FILE_LIMITS.recordBytes });
      if (fault) throw fault;
      addRecord(decoded, found.record, id, () => text);
    }
  } catch (error) {
    if (!(error instanceof DecodeFault)) throw error;
    const bytes = Buffer.from(body);
    decoded.poison.push(poisonOf(id, error, bytes, bytes.length));
  }
  return { delivery: { id, ...decoded }, objects };
}
