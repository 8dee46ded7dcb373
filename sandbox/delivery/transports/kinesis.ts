import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { streamAt } from '../../kinesis/find';
import { putRecord } from '../../kinesis/put';
import type { ChangeRecord } from '../../store/change-log';
import { Batches } from '../batches';
import { PlaceMissing } from '../places';
import { recordText } from '../record-text';
import type { Transport, TransportContext } from './transport';

/** A record's data: what a subscription of CloudWatch Logs puts into a stream (CloudWatch Logs User Guide, "Subscription filters"). */
function payload(messageType: 'DATA_MESSAGE' | 'CONTROL_MESSAGE', parts: Record<string, unknown>): Buffer {
  return gzipSync(JSON.stringify({ messageType, ...parts }), { level: 1 });
}

/** CloudWatch Logs' ids of events: 56 digits that grow with time. */
let counted = 0;
function logEventId(at: number): string {
  counted = (counted + 1) % 1_000_000;
  return `3${String(at).padStart(15, '0')}${String(counted).padStart(6, '0')}${'0'.repeat(34)}`;
}

/** A log group of a trail, subscribed to by a stream: several records of an account and region in one. */
export function kinesisTransport({ world, state, spec, faults, outbox }: TransportContext<'kinesis'>): Transport {
  const held = () => {
    const found = streamAt(world, spec.streamArn);
    if (found === undefined) throw new PlaceMissing(`The stream ${spec.streamArn} does not exist.`);
    return found;
  };
  const put = (data: Buffer) => {
    putRecord(world, held(), { data, partitionKey: randomBytes(16).toString('hex') });
    state.counts.messages += 1;
  };
  const batches = new Batches({
    intervalMs: spec.batchMs,
    aligned: false,
    most: spec.maxRecords,
    write: (batch: readonly ChangeRecord[], account, region) => {
      const eventIds = batch.map(({ eventID }) => eventID);
      const data = payload('DATA_MESSAGE', {
        owner: account,
        logGroup: spec.logGroup,
        logStream: `${account}_CloudTrail_${region}`,
        subscriptionFilters: [spec.name ?? state.id],
        logEvents: batch.map((record) => ({
          id: logEventId(world.clock.now()),
          timestamp: world.clock.now(),
          message: recordText(record),
        })),
      });
      const arriving = faults.corrupted(data, eventIds);
      outbox.add({ sequences: batch.map(({ sequence }) => sequence), eventIds, send: () => put(arriving) });
    },
  });
  return {
    check: () => {
      held();
    },
    take: (record) => batches.add(record),
    greet: () => {
      const at = world.clock.now();
      const data = payload('CONTROL_MESSAGE', {
        owner: 'CloudwatchLogs',
        logGroup: '',
        logStream: '',
        subscriptionFilters: [],
        logEvents: [
          { id: '', timestamp: at, message: 'CWL CONTROL MESSAGE: Checking health of destination Kinesis stream.' },
        ],
      });
      outbox.add({ sequences: [], eventIds: [], send: () => put(data) });
    },
    flush: () => batches.flush(),
    close: () => batches.close(),
  };
}
