import type { Account } from '../store/account';
import type { World } from '../store/world';
import type { Call, Question } from '../wire/action';
import { AwsError } from '../wire/errors';
import { type Shard, type Stream, shardsOf, streamArn, streamsOf } from './types';

export type HeldStream = { owner: Account; region: string; stream: Stream };
type Named = { StreamName?: string | undefined; StreamARN?: string | undefined };

export const invalidArgument = (message: string) => new AwsError('InvalidArgumentException', message);
export const notFound = (message: string) => new AwsError('ResourceNotFoundException', message);

/** Owner, region and name that an ARN or, in the caller's own account, a name stands for. */
function named(call: Call, { StreamName, StreamARN }: Named) {
  const [, region, accountId, name] =
    /^arn:aws:kinesis:([\w-]+):(\d{12}):stream\/([\w.-]+)$/.exec(StreamARN ?? '') ?? [];
  if (StreamARN !== undefined && name === undefined) throw invalidArgument(`Invalid StreamARN ${StreamARN}.`);
  return { region: region ?? call.region, accountId: accountId ?? call.account.id, name: name ?? StreamName ?? '' };
}

export function streamAt(world: World, arn: string): HeldStream | undefined {
  const [, , , region = '', accountId = '', resource = ''] = arn.split(':');
  const owner = world.accounts.get(accountId);
  const stream = owner && streamsOf(owner, region).get(resource.slice('stream/'.length));
  return owner && stream && { owner, region, stream };
}

export function heldStream(call: Call, input: Named): HeldStream {
  const { region, accountId, name } = named(call, input);
  const held = region === call.region ? streamAt(call.world, streamArn(region, accountId, name)) : undefined;
  if (held === undefined) throw notFound(`Stream ${name} under account ${accountId} not found.`);
  return held;
}

/** What the caller's policies are asked. A stream has no policy of its own here, so another account's is refused. */
export const askStream = (call: Call, input: Named): Question => {
  const { region, accountId, name } = named(call, input);
  return askArn(streamArn(region, accountId, name === '' ? '*' : name));
};

export const askArn = (arn: string): Question => ({ resource: arn, ownerId: arn.split(':')[4] ?? '' });

export const arnOf = ({ owner, region, stream }: HeldStream) => streamArn(region, owner.id, stream.name);

/** In the order of their numbers, closed ones among them. */
export const shardList = ({ owner, region, stream }: HeldStream): Shard[] =>
  shardsOf(owner, region, stream.name).list();

export function heldShard(held: HeldStream, shardId: string | undefined): Shard {
  const { owner, region, stream } = held;
  const shard = shardsOf(owner, region, stream.name).get(shardId ?? '');
  if (shard) return shard;
  throw notFound(`Could not find shard ${shardId} in stream ${stream.name} under account ${owner.id}.`);
}

export const putStream = ({ owner, region }: HeldStream, stream: Stream, now: number) =>
  streamsOf(owner, region).put(stream.name, stream, now);
