import {
  GetRecords$,
  type GetRecordsInput,
  type GetRecordsOutput,
  GetShardIterator$,
  type GetShardIteratorInput,
  type GetShardIteratorOutput,
} from '@aws-sdk/client-kinesis';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead } from '../wire/model/operation';
import {
  arnOf,
  askArn,
  askStream,
  type HeldStream,
  heldShard,
  heldStream,
  invalidArgument,
  notFound,
  shardList,
  streamAt,
} from './find';
import { isIn, readIterator, writeIterator } from './iterator';
import { countRead } from './read-limits';
import { padded } from './sequence';
import { HOUR, recordsOf, type Shard, type StreamRecord } from './types';

const MOST_BYTES = 10 * 1024 * 1024;
const MOST_RECORDS = 10_000;
const LIFETIME_MS = 300_000;

const START = padded(0n);
const justBefore = (sequence: string) => padded(BigInt(sequence) - 1n);

/** The sequence number after which an iterator of this kind begins. */
function startOf(call: Call, held: HeldStream, shard: Shard, input: GetShardIteratorInput): string {
  const records = recordsOf(held.owner, held.region, held.stream.name, shard.id);
  const latest = records.last()?.sequence ?? shard.firstSequence;
  const { StartingSequenceNumber: given = '', ShardIteratorType: kind } = input;
  switch (kind) {
    case 'TRIM_HORIZON':
      return START;
    case 'LATEST':
      return latest;
    case 'AT_TIMESTAMP': {
      if (input.Timestamp === undefined) throw invalidArgument('Must specify timestampInMillis for AT_TIMESTAMP.');
      const from = input.Timestamp.getTime();
      if (from > call.now)
        throw invalidArgument('The timestampInMillis parameter cannot be greater than the current time.');
      const first = records.list().find(({ at }) => at >= from);
      return first ? justBefore(first.sequence) : latest;
    }
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER': {
      if (!/^\d{1,56}$/.test(given) || !isIn(shard, padded(BigInt(given)))) {
        throw invalidArgument(
          `StartingSequenceNumber ${given} used in GetShardIterator on shard ${shard.id} in stream ${held.stream.name} under account ${held.owner.id} is invalid.`,
        );
      }
      const sequence = padded(BigInt(given));
      return kind === 'AT_SEQUENCE_NUMBER' ? justBefore(sequence) : sequence;
    }
    default:
      throw invalidArgument(`Invalid ShardIteratorType: ${kind}.`);
  }
}

/** What has outlived the retention is gone. */
function trim(held: HeldStream, shard: Shard, now: number): void {
  const records = recordsOf(held.owner, held.region, held.stream.name, shard.id);
  const before = now - held.stream.retentionHours * HOUR;
  for (let first = records.following(''); first && first.at < before; first = records.following(''))
    records.drop(first.sequence);
}

function take(held: HeldStream, shard: Shard, after: string, limit: number) {
  const records = recordsOf(held.owner, held.region, held.stream.name, shard.id);
  const taken: StreamRecord[] = [];
  let bytes = 0;
  let next = records.following(after);
  for (; next && taken.length < limit; next = records.following(next.sequence)) {
    const size = Math.floor((next.data.length * 3) / 4);
    if (bytes + size > MOST_BYTES) break;
    bytes += size;
    taken.push(next);
  }
  return { taken, bytes, more: next !== undefined };
}

const childrenOf = (held: HeldStream, { id }: Shard) =>
  shardList(held)
    .filter(({ parentId, adjacentParentId }) => parentId === id || adjacentParentId === id)
    .map((child) => ({
      ShardId: child.id,
      ParentShards: [child.parentId, child.adjacentParentId].filter((each) => each !== undefined),
      HashKeyRange: { StartingHashKey: child.fromHash, EndingHashKey: child.toHash },
    }));

export const getOperations = {
  GetShardIterator: modelRead<GetShardIteratorInput, GetShardIteratorOutput>(GetShardIterator$, {
    ask: askStream,
    handle: (call, input) => {
      const held = heldStream(call, input);
      const shard = heldShard(held, input.ShardId);
      trim(held, shard, call.now);
      const after = startOf(call, held, shard, input);
      return { ShardIterator: writeIterator({ stream: arnOf(held), shard: shard.id, after, at: call.now }) };
    },
  }),
  GetRecords: modelRead<GetRecordsInput, GetRecordsOutput>(GetRecords$, {
    ask: (_call, { ShardIterator }) => askArn(readIterator(ShardIterator).stream),
    handle: (call, { ShardIterator, Limit = MOST_RECORDS }) => {
      const { stream, shard: shardId, after, at } = readIterator(ShardIterator);
      if (Limit < 1 || Limit > MOST_RECORDS) throw invalidArgument(`Limit must be 1 to ${MOST_RECORDS}.`);
      if (call.now - at > LIFETIME_MS) {
        throw new AwsError(
          'ExpiredIteratorException',
          `Iterator expired. The iterator was created at time ${new Date(at).toUTCString()} while right now it is ${new Date(call.now).toUTCString()} which is further in the future than the tolerated delay of ${LIFETIME_MS} milliseconds.`,
        );
      }
      const held = streamAt(call.world, stream);
      if (held === undefined) throw notFound(`Stream ${stream} not found.`);
      const shard = heldShard(held, shardId);
      const use = countRead(
        call.world,
        `${stream}/${shardId}`,
        `shard ${shardId} in stream ${held.stream.name} under account ${held.owner.id}`,
      );
      trim(held, shard, call.now);
      const { taken, bytes, more } = take(held, shard, after, Limit);
      use.owed += bytes;
      const last = taken.at(-1);
      const isAtEnd = shard.closedAt !== undefined && !more;
      const next = { stream, shard: shardId, after: last?.sequence ?? after, at: call.now };
      return {
        Records: taken.map((record) => ({
          SequenceNumber: record.sequence,
          ApproximateArrivalTimestamp: new Date(record.at),
          Data: Buffer.from(record.data, 'base64'),
          PartitionKey: record.partitionKey,
          EncryptionType: held.stream.keyId ? ('KMS' as const) : ('NONE' as const),
        })),
        ...(isAtEnd ? { ChildShards: childrenOf(held, shard) } : { NextShardIterator: writeIterator(next) }),
        MillisBehindLatest: more && last ? Math.max(call.now - last.at, 1) : 0,
      };
    },
  }),
};
