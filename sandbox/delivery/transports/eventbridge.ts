import { putMessage } from '../../sqs/send-receive';
import { eventBridgeEnvelope, snsEnvelope } from '../envelopes';
import { queueAt } from '../places';
import type { Transport, TransportContext } from './transport';

/** A rule's target: each record at once as a message of its own, in EventBridge's envelope, within SNS's if asked. */
export function eventBridgeTransport({
  world,
  state,
  spec,
  faults,
  outbox,
}: TransportContext<'eventbridge'>): Transport {
  return {
    check: () => {
      queueAt(world, spec);
    },
    take: (record) => {
      const eventIds = [record.eventID];
      const envelope = eventBridgeEnvelope(record);
      const topic = `arn:aws:sns:${record.awsRegion}:${record.recipientAccountId}:cloudtrail-events`;
      const whole = spec.sns ? snsEnvelope(topic, envelope, world.clock.now()) : envelope;
      const body = readable(faults.corrupted(Buffer.from(whole), eventIds));
      outbox.add({
        sequences: [record.sequence],
        eventIds,
        send: () => {
          putMessage(world, queueAt(world, spec), body, { senderId: spec.sns ? 'sns' : 'events' });
          state.counts.messages += 1;
        },
      });
    },
    flush: () => {},
    close: () => {},
  };
}

/** A message is text that XML can hold (SQS API reference, SendMessage): garbage too. */
const readable = (bytes: Buffer) => bytes.toString('utf8').replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/g, '?');
