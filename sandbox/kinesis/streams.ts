import {
  CreateStream$,
  type CreateStreamInput,
  DecreaseStreamRetentionPeriod$,
  type DecreaseStreamRetentionPeriodInput,
  DeleteStream$,
  type DeleteStreamInput,
  DescribeStream$,
  type DescribeStreamInput,
  type DescribeStreamOutput,
  DescribeStreamSummary$,
  type DescribeStreamSummaryInput,
  type DescribeStreamSummaryOutput,
  IncreaseStreamRetentionPeriod$,
  type IncreaseStreamRetentionPeriodInput,
  ListStreams$,
  type ListStreamsInput,
  type ListStreamsOutput,
  StartStreamEncryption$,
  type StartStreamEncryptionInput,
  StopStreamEncryption$,
  type StopStreamEncryptionInput,
} from '@aws-sdk/client-kinesis';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { pageAfter } from '../wire/model/page';
import { addStream } from './build';
import { arnOf, askStream, type HeldStream, heldStream, invalidArgument, putStream, shardList } from './find';
import { isOpen } from './reshard';
import { shownShard } from './shards';
import { type Stream, streamArn, streamsOf } from './types';

const MOST_SHARDS = 500;

function facts(held: HeldStream) {
  const { stream } = held;
  return {
    StreamName: stream.name,
    StreamARN: arnOf(held),
    StreamStatus: 'ACTIVE' as const,
    StreamModeDetails: { StreamMode: stream.mode },
    RetentionPeriodHours: stream.retentionHours,
    StreamCreationTimestamp: new Date(stream.createdAt),
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: stream.keyId ? ('KMS' as const) : ('NONE' as const),
    ...(stream.keyId ? { KeyId: stream.keyId } : {}),
  };
}

function changeRetention(call: Call, input: IncreaseStreamRetentionPeriodInput, way: 1 | -1): object {
  const held = heldStream(call, input);
  const hours = input.RetentionPeriodHours ?? 0;
  if (hours < 24 || hours > 8760 || Math.sign(hours - held.stream.retentionHours) === -way) {
    throw invalidArgument(
      `Requested retention period (${hours} hours) for stream ${held.stream.name} is not possible; it is ${held.stream.retentionHours} hours now.`,
    );
  }
  putStream(held, { ...held.stream, retentionHours: hours }, call.now);
  return {};
}

function change(call: Call, input: Parameters<typeof heldStream>[1], parts: Partial<Stream>): object {
  const held = heldStream(call, input);
  putStream(held, { ...held.stream, ...parts }, call.now);
  return {};
}

export const streamOperations = {
  CreateStream: modelWrite<CreateStreamInput, object>(CreateStream$, {
    ask: askStream,
    handle: (call, { StreamName: name = '', ShardCount, StreamModeDetails, Tags = {} }) => {
      if (!/^[\w.-]{1,128}$/.test(name)) throw invalidArgument(`The stream name ${name} is not valid.`);
      if (streamsOf(call.account, call.region).get(name)) {
        throw new AwsError('ResourceInUseException', `Stream ${name} under account ${call.account.id} already exists.`);
      }
      const mode = StreamModeDetails?.StreamMode ?? 'PROVISIONED';
      const shards = mode === 'ON_DEMAND' ? 4 : (ShardCount ?? 0);
      if (shards < 1 || shards > MOST_SHARDS) throw invalidArgument(`ShardCount must be 1 to ${MOST_SHARDS}.`);
      addStream(call.account, call.region, name, { at: call.now, shards, mode, tags: Tags });
      return {};
    },
    trail: ({ params: { values } }) => ({
      requestParameters: {
        streamName: values.StreamName,
        ...(values.ShardCount === undefined ? {} : { shardCount: values.ShardCount }),
        ...(values.Tags === undefined ? {} : { tags: values.Tags }),
      },
      responseElements: null,
    }),
  }),
  DeleteStream: modelWrite<DeleteStreamInput, object>(DeleteStream$, {
    ask: askStream,
    handle: (call, input) => {
      const { owner, region, stream } = heldStream(call, input);
      streamsOf(owner, region).delete(stream.name, call.now);
      for (const key of [...owner.kinds.keys()]) {
        const isOfIt =
          key === `kinesis.shard.${stream.name}/${region}` || key.startsWith(`kinesis.record.${stream.name}.shardId-`);
        if (isOfIt && key.endsWith(`/${region}`)) owner.kinds.delete(key);
      }
      return {};
    },
  }),
  DescribeStream: modelRead<DescribeStreamInput, DescribeStreamOutput>(DescribeStream$, {
    ask: askStream,
    handle: (call, input) => {
      const held = heldStream(call, input);
      const rest = shardList(held).filter(({ id }) => id > (input.ExclusiveStartShardId ?? ''));
      const size = Math.min(input.Limit ?? 100, 100);
      const Shards = rest.slice(0, size).map(shownShard);
      return { StreamDescription: { ...facts(held), Shards, HasMoreShards: rest.length > size } };
    },
  }),
  DescribeStreamSummary: modelRead<DescribeStreamSummaryInput, DescribeStreamSummaryOutput>(DescribeStreamSummary$, {
    ask: askStream,
    handle: (call, input) => {
      const held = heldStream(call, input);
      const OpenShardCount = shardList(held).filter(isOpen).length;
      return { StreamDescriptionSummary: { ...facts(held), OpenShardCount, ConsumerCount: 0 } };
    },
  }),
  ListStreams: modelRead<ListStreamsInput, ListStreamsOutput>(ListStreams$, {
    ask: () => '*',
    handle: (call, { Limit = 100, ExclusiveStartStreamName: after = '', NextToken }) => {
      const all = streamsOf(call.account, call.region).list();
      const invalid = () => invalidArgument('NextToken is not valid.');
      const { items, next } = pageAfter(
        all.filter(({ name }) => name > after),
        Math.min(Limit, 10_000),
        NextToken,
        ({ name }) => name,
        invalid,
      );
      return {
        StreamNames: items.map(({ name }) => name),
        StreamSummaries: items.map(({ name, createdAt, mode }) => ({
          StreamName: name,
          StreamARN: streamArn(call.region, call.account.id, name),
          StreamStatus: 'ACTIVE' as const,
          StreamModeDetails: { StreamMode: mode },
          StreamCreationTimestamp: new Date(createdAt),
        })),
        HasMoreStreams: next !== undefined,
        ...(next ? { NextToken: next } : {}),
      };
    },
  }),
  IncreaseStreamRetentionPeriod: modelWrite<IncreaseStreamRetentionPeriodInput, object>(
    IncreaseStreamRetentionPeriod$,
    {
      ask: askStream,
      handle: (call, input) => changeRetention(call, input, 1),
    },
  ),
  DecreaseStreamRetentionPeriod: modelWrite<DecreaseStreamRetentionPeriodInput, object>(
    DecreaseStreamRetentionPeriod$,
    {
      ask: askStream,
      handle: (call, input) => changeRetention(call, input, -1),
    },
  ),
  StartStreamEncryption: modelWrite<StartStreamEncryptionInput, object>(StartStreamEncryption$, {
    ask: askStream,
    handle: (call, input) => change(call, input, { keyId: input.KeyId }),
  }),
  StopStreamEncryption: modelWrite<StopStreamEncryptionInput, object>(StopStreamEncryption$, {
    ask: askStream,
    handle: (call, input) => change(call, input, { keyId: undefined }),
  }),
};
