import {
  DescribeStreamSummaryCommand,
  GetShardIteratorCommand,
  InvalidArgumentException,
  ResourceNotFoundException,
  type ShardIteratorType,
} from '@aws-sdk/client-kinesis';
import { classifyAwsError } from '@/lib/aws/errors';
import type { StrategyContext } from '@/lib/events/strategies/types';
import type { StreamConfig } from '@/lib/schemas/event-source';
import { CLOCKS_MS, HORIZON, type Place, readUntil } from './checkpoint';
import { regionOfStream } from './shards';

export type ShardPlace = { ctx: StrategyContext; config: StreamConfig; shard: string };

/**
 * Where reading begins. `lost`: what the stream no longer has though it was not read yet, in words. `iterator` null: the shard
 * itself is gone.
 */
export type Start = { iterator: string | null; place: Place; lost: string | null };

const HOUR = 3_600_000;
/** The least that a stream keeps. */
const KEPT_MS = 24 * HOUR;

/** An iterator behind `place`. Throws the SDK's errors where the stream itself is missing or refused. */
export async function startAt(at: ShardPlace, place: Place): Promise<Start> {
  try {
    const trimmed = await trimmedSince(at, place);
    if (trimmed !== null) return { iterator: await iteratorAt(at, 'TRIM_HORIZON'), place: HORIZON, lost: trimmed };
    return await startWithin(at, place);
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    // Throws the same where it is the stream that is not there.
    await summaryOf(at);
    return { iterator: null, place, lost: isUntouched(place) ? null : `The shard is gone${sinceText(place)}.` };
  }
}

async function startWithin(at: ShardPlace, place: Place): Promise<Start> {
  if ('horizon' in place) return { iterator: await iteratorAt(at, 'TRIM_HORIZON'), place, lost: null };
  if ('latest' in place) return { iterator: await iteratorAt(at, 'LATEST'), place, lost: null };
  if (!('sequence' in place)) return { iterator: await fromMoment(at, place.at), place, lost: null };
  try {
    const iterator = await iteratorAt(at, 'AFTER_SEQUENCE_NUMBER', { StartingSequenceNumber: place.sequence });
    return { iterator, place, lost: null };
  } catch (error) {
    if (!(error instanceof InvalidArgumentException)) throw error;
    const until = readUntil(place);
    if (until !== null) return { iterator: await fromMoment(at, until - CLOCKS_MS), place, lost: null };
    const lost = `The stream does not know sequence number ${place.sequence} any more`;
    return { iterator: await iteratorAt(at, 'TRIM_HORIZON'), place: HORIZON, lost: `${lost}${sinceText(place)}.` };
  }
}

/** A moment that is AWS's future, by a difference of the clocks, is the next record. */
async function fromMoment(at: ShardPlace, moment: number): Promise<string> {
  try {
    return await iteratorAt(at, 'AT_TIMESTAMP', { Timestamp: new Date(moment) });
  } catch (error) {
    if (!(error instanceof InvalidArgumentException)) throw error;
    return iteratorAt(at, 'LATEST');
  }
}

async function iteratorAt(
  { ctx, config, shard }: ShardPlace,
  ShardIteratorType: ShardIteratorType,
  more: { StartingSequenceNumber?: string; Timestamp?: Date } = {},
): Promise<string> {
  const { kinesis } = ctx.clients(regionOfStream(config));
  const command = new GetShardIteratorCommand({
    StreamARN: config.streamARN,
    ShardId: shard,
    ShardIteratorType,
    ...more,
  });
  const { ShardIterator = '' } = await kinesis.send(command, { abortSignal: ctx.signal });
  return ShardIterator;
}

/** What the stream has dropped since `place` was reached; AWS would begin behind the gap without a word. */
async function trimmedSince(at: ShardPlace, place: Place): Promise<string | null> {
  const until = readUntil(place);
  if (until === null || at.ctx.now() - until <= KEPT_MS) return null;
  const kept = await retentionOf(at);
  if (at.ctx.now() - until <= kept) return null;
  return `The stream keeps records for ${Math.round(kept / HOUR)} hours, and nothing read them${sinceText(place)}.`;
}

async function retentionOf(at: ShardPlace): Promise<number> {
  try {
    return ((await summaryOf(at))?.RetentionPeriodHours ?? 24) * HOUR;
  } catch (error) {
    if (classifyAwsError(error).kind !== 'denied') throw error;
    return KEPT_MS;
  }
}

async function summaryOf({ ctx, config }: ShardPlace) {
  const { kinesis } = ctx.clients(regionOfStream(config));
  const command = new DescribeStreamSummaryCommand({ StreamARN: config.streamARN });
  const { StreamDescriptionSummary } = await kinesis.send(command, { abortSignal: ctx.signal });
  return StreamDescriptionSummary;
}

const isUntouched = (place: Place) => 'horizon' in place || 'latest' in place;

function sinceText(place: Place): string {
  const until = readUntil(place);
  return until === null ? '' : ` since ${new Date(until).toISOString()}`;
}
