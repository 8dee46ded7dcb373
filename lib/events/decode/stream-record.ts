import type { Delivery } from '@/lib/events/strategies/types';
import { memberOf } from '@/lib/events/text';
import { addDrops, countDrop, noDrops } from './drops';
import { DecodeFault, jsonOf, poisonOf } from './fault';
import { inflate } from './inflate';
import { disaggregate, isAggregated } from './kpl';
import { STREAM_LIMITS } from './limits';
import { decodeSqsBody } from './queue-body';
import { addRecord, type Decoded } from './records';
import { type ListForm, sift } from './sift';
import { mustBeParsable, recordFaultOf } from './sifted-list';

/** CloudWatch Logs' list of log events: the record is the text of each `message`. */
const LOG_EVENTS: ListForm = {
  begin: '[{"id":"',
  between: '"},{"id":"',
  cut: 2,
  end: '"}]}',
  setting: { quote: '\\"', behind: '"}', last: true },
};
const DATA = '{"messageType":"DATA_MESSAGE"';
const LIST = '"logEvents":';

/**
 * A record of a Kinesis stream: what a subscription of CloudWatch Logs writes (gzip), an event that EventBridge put there,
 * or an aggregate of such. Never throws for what is in it; `id` is the sequence number.
 */
export function decodeStreamRecord(data: Uint8Array, id: string): Delivery {
  const decoded: Decoded = { records: [], dropped: noDrops(), poison: [] };
  const quarantine = (error: unknown, payload: Uint8Array) => {
    if (!(error instanceof DecodeFault)) throw error;
    decoded.poison.push(poisonOf(id, error, Buffer.from(payload), payload.length));
  };
  try {
    for (const part of isAggregated(data) ? disaggregate(data) : [data]) {
      try {
        addPayload(decoded, part, id);
      } catch (error) {
        quarantine(error, part);
      }
    }
  } catch (error) {
    quarantine(error, data);
  }
  return { id, ...decoded };
}

/** All or nothing: what fails in the middle adds nothing. */
function addPayload(into: Decoded, payload: Uint8Array, id: string): void {
  const found: Decoded = { records: [], dropped: noDrops(), poison: [] };
  const content =
    payload[0] === 0x7b
      ? Buffer.from(payload.buffer, payload.byteOffset, payload.length)
      : inflate(payload, STREAM_LIMITS);
  if (!addSifted(found, content, id)) {
    mustBeParsable(content, STREAM_LIMITS);
    addWhole(found, content.toString('utf8'), id);
  }
  into.records.push(...found.records);
  into.poison.push(...found.poison);
  addDrops(into.dropped, found.dropped);
}

function addSifted(into: Decoded, content: Buffer, id: string): boolean {
  if (content.toString('latin1', 0, DATA.length) !== DATA) return false;
  const list = content.indexOf(LIST);
  const sifted = list < 0 ? null : sift(content, LOG_EVENTS, list + LIST.length, STREAM_LIMITS);
  if (sifted === null) return false;
  const kept: Decoded = { records: [], dropped: noDrops(), poison: [] };
  for (const [start, end] of sifted.kept) {
    const message = messageOf(content.toString('utf8', start, end));
    if (message === null) return false;
    addMessage(kept, message, id);
  }
  into.records.push(...kept.records);
  into.poison.push(...kept.poison);
  addDrops(into.dropped, kept.dropped);
  addDrops(into.dropped, { readOnly: sifted.readOnly, failed: 0, other: sifted.other });
  return true;
}

function messageOf(logEvent: string): string | null {
  try {
    const message = memberOf(JSON.parse(logEvent), 'message');
    return typeof message === 'string' ? message : null;
  } catch {
    return null;
  }
}

function addWhole(into: Decoded, text: string, id: string): void {
  const value = jsonOf(text, 'The payload');
  const kind = memberOf(value, 'messageType');
  if (kind === 'CONTROL_MESSAGE') return;
  const events = memberOf(value, 'logEvents');
  if (kind === 'DATA_MESSAGE' && Array.isArray(events)) {
    for (const event of events) {
      const message = memberOf(event, 'message');
      addMessage(into, typeof message === 'string' ? message : JSON.stringify(message ?? null), id);
    }
    return;
  }
  const body = decodeSqsBody(text);
  if (body.kind === 'record') addRecord(into, body.record, id, () => Buffer.from(text));
  else if (body.kind === 'dropped') countDrop(into.dropped, body.as === 'readOnly' ? 'readOnly' : 'data');
  else throw new DecodeFault('unknown_shape', 'Neither log events of CloudWatch Logs nor an event of EventBridge.');
}

/** One log event. What is no record of CloudTrail's is poison by itself, so that the others count. */
function addMessage(into: Decoded, message: string, id: string): void {
  const text = Buffer.from(message);
  try {
    const fault = recordFaultOf(text, STREAM_LIMITS);
    if (fault) throw fault;
    addRecord(into, jsonOf(message, 'A log event'), id, () => text);
  } catch (error) {
    if (!(error instanceof DecodeFault)) throw error;
    into.poison.push(poisonOf(id, error, text, text.length));
  }
}
