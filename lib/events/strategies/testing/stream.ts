import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { expect } from 'vitest';
import type { Batch } from '@/lib/events/strategies/types';
import { addStream } from '@/sandbox/kinesis/build';
import { putRecord } from '@/sandbox/kinesis/put';
import { recordsOf, type Stream } from '@/sandbox/kinesis/types';
import { aSandbox, TestClock } from '@/sandbox/testing/sandbox';
import { testContext } from './context';

const REGION = 'eu-west-1';
export const FIRST = 'shardId-000000000000';

/** Streams of the sandbox's staging account, and what reads them gets; its clock can be moved. */
export async function streamBench() {
  const clock = new TestClock();
  const sandbox = await aSandbox({ clock });
  const config = { endpoint: sandbox.url, region: REGION, credentials: sandbox.adminKey('staging') };
  const client = new KinesisClient({ ...config, requestHandler: new NodeHttpHandler() });
  const open: { close(): void }[] = [];
  const clearFaults = () => fetch(`${sandbox.url}/_sandbox/faults`, { method: 'DELETE' });
  return {
    clock,
    client,
    clearFaults,
    context() {
      const made = testContext({ url: sandbox.url, credentials: sandbox.adminKey('staging'), now: clock.now });
      open.push(made);
      return made;
    },
    stream(name: string, shards = 1, more: Partial<Stream> = {}) {
      const held = addStream(sandbox.account('staging'), REGION, name, { at: clock.now(), shards, ...more });
      return {
        config: { streamARN: `arn:aws:kinesis:${REGION}:586209417733:stream/${name}`, shardID: '' },
        /** Answers the sequence number. */
        put: (data: Buffer, partitionKey = 'key') =>
          putRecord(sandbox.world, held, { data, partitionKey }).SequenceNumber,
        records: () => recordsOf(sandbox.account('staging'), REGION, name, FIRST).list(),
      };
    },
    async fault(kind: object): Promise<void> {
      const answer = await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'POST', body: JSON.stringify(kind) });
      expect(answer.ok).toBe(true);
    },
    async calm(): Promise<void> {
      await clearFaults();
      for (const each of open.splice(0)) each.close();
    },
    async close(): Promise<void> {
      client.destroy();
      await sandbox.close();
    },
  };
}

export const idsIn = (batches: readonly Batch[]) =>
  batches.flatMap(({ deliveries }) => deliveries.flatMap(({ records }) => records.map(({ eventID }) => eventID)));

/** True from the batch on with which so many events have come. */
export function upTo(count: number): (batch: Batch) => boolean {
  let seen = 0;
  return (batch) => {
    seen += idsIn([batch]).length;
    return seen >= count;
  };
}
