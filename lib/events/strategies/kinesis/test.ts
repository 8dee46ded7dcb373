import {
  DescribeStreamSummaryCommand,
  GetShardIteratorCommand,
  type StreamDescriptionSummary,
} from '@aws-sdk/client-kinesis';
import { classifyAwsError } from '@/lib/aws/errors';
import { checkPermissions, failedCheck, type PermissionAsk } from '@/lib/events/strategies/permissions';
import type { StrategyContext } from '@/lib/events/strategies/types';
import type { ConnectionCheck, StreamConfig } from '@/lib/schemas/event-source';
import { familyOf, listShards, regionOfStream } from './shards';

const LEAST_HOURS = 24;

/** Looks at a stream without reading a record: an iterator is made, and whether it may be used IAM is asked. */
export async function* testStream(ctx: StrategyContext, config: StreamConfig): AsyncGenerator<ConnectionCheck> {
  const region = regionOfStream(config);
  const { kinesis } = ctx.clients(region);
  let summary: StreamDescriptionSummary | undefined;
  try {
    const command = new DescribeStreamSummaryCommand({ StreamARN: config.streamARN });
    summary = (await kinesis.send(command, { abortSignal: ctx.signal })).StreamDescriptionSummary;
    yield* streamChecks(summary);
  } catch (error) {
    const denied = classifyAwsError(error).kind === 'denied';
    yield denied
      ? refused('kinesis:DescribeStreamSummary', 'May describe the stream', error, config)
      : failedCheck('streamExists', 'The stream exists', error, 'Create the stream, or correct its ARN.');
    if (!denied) return;
  }
  const shard = yield* shardCheck(ctx, config);
  if (shard !== null) yield await iteratorCheck(ctx, config, shard);
  yield* checkPermissions(ctx, region, asksOf(config, summary?.KeyId));
}

function* streamChecks(summary: StreamDescriptionSummary | undefined): Generator<ConnectionCheck> {
  const { StreamARN, StreamStatus, OpenShardCount, RetentionPeriodHours = LEAST_HOURS } = summary ?? {};
  const active = StreamStatus === 'ACTIVE' || StreamStatus === 'UPDATING';
  yield {
    key: 'streamExists',
    title: 'The stream exists',
    state: active ? 'ok' : 'warning',
    evidence: `${StreamARN}: ${StreamStatus}, ${OpenShardCount} open shards.`,
    fix: active ? null : 'Wait until the stream is active.',
  };
  yield {
    key: 'permission:kinesis:DescribeStreamSummary',
    title: 'May describe the stream',
    state: 'ok',
    evidence: 'The summary was read.',
    fix: null,
  };
  yield {
    key: 'retention',
    title: 'Keeps records over an outage',
    state: RetentionPeriodHours > LEAST_HOURS ? 'ok' : 'warning',
    evidence: `Records are kept for ${RetentionPeriodHours} hours.`,
    fix:
      RetentionPeriodHours > LEAST_HOURS
        ? null
        : 'Keep records for three days or more, so that nothing is lost over a weekend without a sensor.',
  };
  yield {
    key: 'encryption',
    title: 'Encryption',
    state: 'ok',
    evidence:
      summary?.EncryptionType === 'KMS'
        ? `Encrypted with the KMS key ${summary.KeyId}: reading needs kms:Decrypt on it.`
        : 'Not encrypted by a key of its own; reading needs nothing more.',
    fix: null,
  };
}

/** Answers a shard that iterators can be made of. */
async function* shardCheck(ctx: StrategyContext, config: StreamConfig): AsyncGenerator<ConnectionCheck, string | null> {
  const head = { key: 'permission:kinesis:ListShards', title: 'May list the shards' };
  try {
    const listed = await listShards(ctx, config);
    const ids = listed.flatMap(({ ShardId }) => ShardId ?? []);
    yield { ...head, state: 'ok', evidence: `${ids.length} shards, closed ones among them.`, fix: null };
    if (config.shardID === '') return ids.at(-1) ?? null;
    const family = familyOf(listed, [config.shardID]);
    const [first, ...others] = ids.filter((id) => family.has(id));
    const title = 'The shard exists';
    if (first === undefined) {
      const fix = `Name one of ${ids.slice(0, 5).join(', ')}, or none for all.`;
      yield { key: 'shardExists', title, state: 'failed', evidence: `The stream has no ${config.shardID}.`, fix };
      return null;
    }
    const itself =
      first === config.shardID ? `${first} is one of them.` : `${config.shardID} is gone; ${first} came from it.`;
    const more = others.length > 0 ? ` Resharding made ${others.join(', ')} of it, which is read too.` : '';
    yield { key: 'shardExists', title, state: 'ok', evidence: `${itself}${more}`, fix: null };
    return first;
  } catch (error) {
    yield refused('kinesis:ListShards', head.title, error, config);
    return config.shardID || null;
  }
}

async function iteratorCheck(ctx: StrategyContext, config: StreamConfig, shard: string): Promise<ConnectionCheck> {
  const title = 'May begin to read a shard';
  const command = new GetShardIteratorCommand({
    StreamARN: config.streamARN,
    ShardId: shard,
    ShardIteratorType: 'LATEST',
  });
  try {
    await ctx.clients(regionOfStream(config)).kinesis.send(command, { abortSignal: ctx.signal });
    return {
      key: 'permission:kinesis:GetShardIterator',
      title,
      state: 'ok',
      evidence: `An iterator of ${shard} was made; nothing was read with it.`,
      fix: null,
    };
  } catch (error) {
    return refused('kinesis:GetShardIterator', title, error, config);
  }
}

const refused = (action: string, title: string, error: unknown, { streamARN }: StreamConfig): ConnectionCheck =>
  failedCheck(`permission:${action}`, title, error, `Allow ${action} on ${streamARN}.`);

function asksOf({ streamARN }: StreamConfig, keyId: string | undefined): PermissionAsk[] {
  const getRecords: PermissionAsk = {
    action: 'kinesis:GetRecords',
    resource: streamARN,
    title: 'May read records',
    required: true,
    without: 'Nothing arrives.',
  };
  // An alias names no key: which one it stands for only KMS knows.
  const [, partition, , region, account] = streamARN.split(':');
  const isId = keyId !== undefined && /^[0-9a-f-]{36}$/.test(keyId);
  const key = isId ? `arn:${partition}:kms:${region}:${account}:key/${keyId}` : keyId;
  if (!key?.startsWith('arn:') || !key.includes(':key/')) return [getRecords];
  const without = 'Records encrypted with the key cannot be read, unless the key’s own policy allows it.';
  return [getRecords, { action: 'kms:Decrypt', resource: key, title: 'May decrypt records', required: false, without }];
}
