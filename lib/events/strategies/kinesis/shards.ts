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

const parentsOf = ({ ParentShardId, AdjacentParentShardId }: Shard): string[] =>
  [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined);

/** These shards and, of the listed ones, those that resharding made of them, at whatever remove. */
export function familyOf(listed: readonly Shard[], ids: Iterable<string>): Set<string> {
  const family = new Set(ids);
  // AWS does not promise to list parents before their children.
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const shard of listed) if (parentsOf(shard).some((id) => family.has(id))) family.add(shard.ShardId ?? '');
  }
  return family;
}

/**
 * What is to be consumed: all shards, or the one that is named and what resharding makes of it. Shards of the first look
 * begin now; later ones were made by resharding and are read from their first record, behind those they came from. A parent
 * that AWS lists no more, or that is not of the family (the other half of a merge), holds nobody back.
 */
export async function planShards(
  ctx: StrategyContext,
  config: StreamConfig,
  known: readonly KnownShard[],
): Promise<ShardPlan[]> {
  const begin: Place = known.length === 0 ? { at: ctx.now() - CLOCKS_MS } : HORIZON;
  const listed = await listShards(ctx, config);
  const ids = new Set(listed.map(({ ShardId }) => ShardId ?? ''));
  // What is known already is of the family, though the shards between may be forgotten: another config forgets what was known.
  const family = config.shardID === '' ? ids : familyOf(listed, [config.shardID, ...known.map(({ shard }) => shard)]);
  const wanted = listed.filter(({ ShardId = '' }) => family.has(ShardId));
  if (config.shardID !== '' && wanted.length === 0 && known.length === 0) {
    const message = `The stream has no shard ${config.shardID}. Name another, or none for all of them.`;
    throw new AppError('invalid_request', message);
  }
  return wanted.map((shard) => ({
    shard: shard.ShardId ?? '',
    parents: parentsOf(shard).filter((id) => ids.has(id) && family.has(id)),
    checkpoint: begin,
  }));
}
