import { createHash } from 'node:crypto';
import {
  PutRecord$,
  type PutRecordInput,
  type PutRecordOutput,
  PutRecords$,
  type PutRecordsInput,
  type PutRecordsOutput,
} from '@aws-sdk/client-kinesis';
import type { World } from '../store/world';
import type { Call } from '../wire/action';
import { modelRead } from '../wire/model/operation';
import { askStream, type HeldStream, heldStream, invalidArgument, shardList } from './find';
import { isOpen } from './reshard';
import { sequenceNumber } from './sequence';
import { LAST_HASH, recordsOf, shardsOf } from './types';

const MOST_BYTES = 1024 * 1024;
const MOST_RECORDS = 500;
const MOST_BYTES_IN_ALL = 10 * MOST_BYTES;

/** Appends a record to the open shard that its key belongs to, as a service does that delivers events. */
export function putRecord(
  world: World,
  held: HeldStream,
  { data, partitionKey, explicitHash }: { data: Buffer; partitionKey: string; explicitHash?: string | undefined },
): { ShardId: string; SequenceNumber: string } {
  const { owner, region, stream } = held;
  const hash =
    explicitHash === undefined
      ? BigInt(`0x${createHash('md5').update(partitionKey).digest('hex')}`)
      : BigInt(explicitHash);
  const shard = shardList(held).find(
    (each) => isOpen(each) && BigInt(each.fromHash) <= hash && hash <= BigInt(each.toHash),
  );
  if (shard === undefined) throw new Error(`No open shard of ${stream.name} holds the hash key ${hash}.`);
  const at = world.clock.now();
  const sequence = sequenceNumber(shard, shard.given, at);
  shardsOf(owner, region, stream.name).load(shard.id, { ...shard, given: shard.given + 1 });
  const record = { sequence, at, partitionKey, data: data.toString('base64') };
  recordsOf(owner, region, stream.name, shard.id).load(sequence, record);
  world.touch();
  return { ShardId: shard.id, SequenceNumber: sequence };
}

type Entry = Pick<PutRecordInput, 'Data' | 'PartitionKey' | 'ExplicitHashKey'>;

function put(call: Call, held: HeldStream, { Data, PartitionKey = '', ExplicitHashKey }: Entry) {
  const data = Buffer.from(Data ?? []);
  if (PartitionKey === '' || PartitionKey.length > 256)
    throw invalidArgument('PartitionKey must have 1 to 256 characters.');
  if (data.length + Buffer.byteLength(PartitionKey) > MOST_BYTES) {
    throw invalidArgument(`Record exceeds the limit of ${MOST_BYTES} bytes.`);
  }
  if (ExplicitHashKey !== undefined && !(/^\d{1,39}$/.test(ExplicitHashKey) && BigInt(ExplicitHashKey) <= LAST_HASH)) {
    throw invalidArgument(
      `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${ExplicitHashKey}`,
    );
  }
  return putRecord(call.world, held, { data, partitionKey: PartitionKey, explicitHash: ExplicitHashKey });
}

/** Records are data events: none of these is a mutation. */
export const putOperations = {
  PutRecord: modelRead<PutRecordInput, PutRecordOutput>(PutRecord$, {
    ask: askStream,
    handle: (call, input) => {
      const held = heldStream(call, input);
      return { ...put(call, held, input), EncryptionType: held.stream.keyId ? 'KMS' : 'NONE' };
    },
  }),
  PutRecords: modelRead<PutRecordsInput, PutRecordsOutput>(PutRecords$, {
    ask: askStream,
    handle: (call, input) => {
      const held = heldStream(call, input);
      const entries = input.Records ?? [];
      const bytes = entries.reduce((sum, { Data }) => sum + (Data?.length ?? 0), 0);
      if (entries.length === 0 || entries.length > MOST_RECORDS || bytes > MOST_BYTES_IN_ALL) {
        throw invalidArgument(`Records must be 1 to ${MOST_RECORDS}, and ${MOST_BYTES_IN_ALL} bytes at most in all.`);
      }
      const Records = entries.map((entry) => put(call, held, entry));
      return { FailedRecordCount: 0, Records, EncryptionType: held.stream.keyId ? 'KMS' : 'NONE' };
    },
  }),
};
