import { ListShardsCommand, type Shard } from '@aws-sdk/client-kinesis';
import { AppError } from '@/lib/errors/app-error';
import type { KnownShard, ShardPlan, StrategyContext } from '@/lib/events/strategies/types';
import type { StreamConfig } from '@/lib/schemas/event-source';
import { CLOCKS_MS, HORIZON, type Place } from './checkpoint';

/** A stream has some thousand shards at most; more pages than this are a token that repeats. */
const MOST_PAGES = 50;
const PAGE = 1_000;

export const regionOfStream = ({ streamARN }: StreamConfig): string => streamARN.split(':')[3] ?? '';

/** All shards that the stream still has, closed ones among them, in the order of their numbers. */
export async function listShards(ctx: StrategyContext, config: StreamConfig): Promise<Shard[]> {
  const { kinesis } = ctx.clients(regionOfStream(config));
  const found: Shard[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    // A token stands for the stream: naming both is refused.
    const named = token === undefined ? { StreamARN: config.streamARN } : { NextToken: token };
    const answer = await kinesis.send(new ListShardsCommand({ ...named, MaxResults: PAGE }), {
      abortSignal: ctx.signal,
    });
    found.push(...(answer.Shards ?? []));
    token = answer.NextToken;
    if (token === undefined) return found;
  }
  throw new AppError('conflict', `AWS lists the shards of ${config.streamARN} without an end.`);
}

/**
 * What is to be consumed. Shards of the first look begin now; later ones were made by resharding and are read from their
 * first record, behind those they came from. A parent that AWS lists no more holds nobody back.
 */
export async function planShards(
  ctx: StrategyContext,
  config: StreamConfig,
  known: readonly KnownShard[],
): Promise<ShardPlan[]> {
  const begin: Place = known.length === 0 ? { at: ctx.now() - CLOCKS_MS } : HORIZON;
  const listed = await listShards(ctx, config);
  const ids = new Set(listed.map(({ ShardId }) => ShardId ?? ''));
  const wanted = listed.filter(({ ShardId }) => config.shardID === '' || ShardId === config.shardID);
  if (config.shardID !== '' && wanted.length === 0 && known.length === 0) {
    const message = `The stream has no shard ${config.shardID}. Name another, or none for all of them.`;
    throw new AppError('invalid_request', message);
  }
  return wanted.map(({ ShardId = '', ParentShardId, AdjacentParentShardId }) => ({
    shard: ShardId,
    parents:
      config.shardID === ''
        ? [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined && ids.has(id)).map(String)
        : [],
    checkpoint: begin,
  }));
}
