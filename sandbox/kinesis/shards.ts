import {
  ListShards$,
  type ListShardsInput,
  type ListShardsOutput,
  MergeShards$,
  type MergeShardsInput,
  type ShardFilter,
  type Shard as ShownShard,
  SplitShard$,
  type SplitShardInput,
  UpdateShardCount$,
  type UpdateShardCountInput,
  type UpdateShardCountOutput,
} from '@aws-sdk/client-kinesis';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { arnOf, askArn, askStream, type HeldStream, heldShard, heldStream, invalidArgument, shardList } from './find';
import { isOpen, meet, merge, scale, split } from './reshard';
import { HOUR, type Shard } from './types';

export function shownShard(shard: Shard): ShownShard {
  return {
    ShardId: shard.id,
    ...(shard.parentId ? { ParentShardId: shard.parentId } : {}),
    ...(shard.adjacentParentId ? { AdjacentParentShardId: shard.adjacentParentId } : {}),
    HashKeyRange: { StartingHashKey: shard.fromHash, EndingHashKey: shard.toHash },
    SequenceNumberRange: {
      StartingSequenceNumber: shard.firstSequence,
      ...(shard.lastSequence ? { EndingSequenceNumber: shard.lastSequence } : {}),
    },
  };
}

/** Which shards a filter takes (Kinesis API reference, ShardFilter): those open at a moment, or from it on. */
function filtered(held: HeldStream, filter: ShardFilter | undefined, now: number): Shard[] {
  const horizon = Math.max(now - held.stream.retentionHours * HOUR, held.stream.createdAt);
  // A closed shard is forgotten when its last record is.
  const shards = shardList(held).filter(({ closedAt }) => closedAt === undefined || closedAt >= horizon);
  const openAt = (moment: number) => (each: Shard) =>
    each.openedAt <= moment && (each.closedAt === undefined || each.closedAt > moment);
  const openFrom = (moment: number) => (each: Shard) => each.closedAt === undefined || each.closedAt >= moment;
  switch (filter?.Type) {
    case undefined:
      return shards;
    case 'AFTER_SHARD_ID':
      if (filter.ShardId === undefined) throw invalidArgument('ShardId must be specified for AFTER_SHARD_ID.');
      return shards.filter(({ id }) => id > (filter.ShardId ?? ''));
    case 'AT_LATEST':
      return shards.filter(isOpen);
    case 'AT_TRIM_HORIZON':
      return shards.filter(openAt(horizon));
    case 'FROM_TRIM_HORIZON':
      return shards.filter(openFrom(horizon));
    case 'AT_TIMESTAMP':
    case 'FROM_TIMESTAMP': {
      const moment = filter.Timestamp?.getTime();
      if (moment === undefined) throw invalidArgument(`Timestamp must be specified for ${filter.Type}.`);
      return shards.filter(filter.Type === 'AT_TIMESTAMP' ? openAt(moment) : openFrom(Math.max(moment, horizon)));
    }
    default:
      throw invalidArgument(`Invalid ShardFilter ${filter?.Type}.`);
  }
}

type ListToken = { arn: string; after: string; filter: ShardFilter | undefined; at: number };

const writeToken = (token: ListToken) => Buffer.from(JSON.stringify(token)).toString('base64');

function readToken(text: string, now: number): ListToken {
  let token: ListToken;
  try {
    token = JSON.parse(Buffer.from(text, 'base64').toString());
  } catch {
    throw invalidArgument('NextToken is invalid.');
  }
  if (typeof token?.arn !== 'string' || typeof token.at !== 'number') throw invalidArgument('NextToken is invalid.');
  if (now - token.at > 300_000) throw new AwsError('ExpiredNextTokenException', 'The pagination token expired.');
  const { filter } = token;
  return { ...token, filter: filter?.Timestamp ? { ...filter, Timestamp: new Date(filter.Timestamp) } : filter };
}

export const shardOperations = {
  ListShards: modelRead<ListShardsInput, ListShardsOutput>(ListShards$, {
    ask: (call, input) => (input.NextToken ? askArn(readToken(input.NextToken, call.now).arn) : askStream(call, input)),
    handle: (call, input) => {
      if (input.NextToken && (input.StreamName || input.ExclusiveStartShardId)) {
        throw invalidArgument('NextToken and StreamName cannot be provided together.');
      }
      const token = input.NextToken ? readToken(input.NextToken, call.now) : undefined;
      const held = heldStream(call, token ? { StreamARN: token.arn } : input);
      const filter = token?.filter ?? input.ShardFilter;
      const after = token?.after ?? input.ExclusiveStartShardId ?? '';
      const rest = filtered(held, filter, call.now).filter(({ id }) => id > after);
      const size = input.MaxResults ?? 1000;
      if (size < 1 || size > 10_000) throw invalidArgument('MaxResults must be 1 to 10000.');
      const page = rest.slice(0, size);
      const last = page.at(-1);
      const next = { arn: arnOf(held), after: last?.id ?? '', filter, at: call.now };
      return { Shards: page.map(shownShard), ...(rest.length > size ? { NextToken: writeToken(next) } : {}) };
    },
  }),
  SplitShard: modelWrite<SplitShardInput, object>(SplitShard$, {
    ask: askStream,
    handle: (call, input) => {
      const held = heldStream(call, input);
      const shard = openOf(held, input.ShardToSplit);
      const at = /^\d+$/.test(input.NewStartingHashKey ?? '') ? BigInt(input.NewStartingHashKey ?? '') : -1n;
      if (at <= BigInt(shard.fromHash) || at > BigInt(shard.toHash)) {
        throw invalidArgument(
          `NewStartingHashKey ${input.NewStartingHashKey} used in SplitShard() on shard ${shard.id} in stream ${held.stream.name} under account ${held.owner.id} is not both greater than one plus the shard's StartingHashKey ${shard.fromHash} and less than the shard's EndingHashKey ${shard.toHash}.`,
        );
      }
      split(held, shard, at, call.now);
      return {};
    },
  }),
  MergeShards: modelWrite<MergeShardsInput, object>(MergeShards$, {
    ask: askStream,
    handle: (call, input) => {
      const held = heldStream(call, input);
      const [first, second] = [openOf(held, input.ShardToMerge), openOf(held, input.AdjacentShardToMerge)];
      if (!meet(first, second)) {
        throw invalidArgument(
          `Shards ${first.id} and ${second.id} in stream ${held.stream.name} under account ${held.owner.id} are not an adjacent pair of shards eligible for merging`,
        );
      }
      merge(held, first, second, call.now);
      return {};
    },
  }),
  UpdateShardCount: modelWrite<UpdateShardCountInput, UpdateShardCountOutput>(UpdateShardCount$, {
    ask: askStream,
    handle: (call, input) => {
      const held = heldStream(call, input);
      const count = shardList(held).filter(isOpen).length;
      const target = input.TargetShardCount ?? 0;
      if (input.ScalingType !== 'UNIFORM_SCALING') throw invalidArgument('ScalingType must be UNIFORM_SCALING.');
      if (target > count * 2 || target < Math.ceil(count / 2) || target < 1) {
        throw invalidArgument(
          `UpdateShardCount cannot scale from ${count} to ${target}: at most double and at least half of the open shards.`,
        );
      }
      scale(held, target, call.now);
      return {
        StreamName: held.stream.name,
        StreamARN: arnOf(held),
        CurrentShardCount: count,
        TargetShardCount: target,
      };
    },
  }),
};

function openOf(held: HeldStream, id: string | undefined): Shard {
  const shard = heldShard(held, id);
  if (isOpen(shard)) return shard;
  throw new AwsError(
    'ResourceInUseException',
    `Shard ${id} in stream ${held.stream.name} under account ${held.owner.id} has already been merged or split, and thus is not eligible for merging or splitting.`,
  );
}
