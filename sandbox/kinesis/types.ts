import type { Account } from '../store/account';

/** A part of the hash keys, both ends included (decimal, 128 bits). Closed by a split or a merge, it is read to its end. */
export type Shard = {
  id: string;
  parentId?: string | undefined;
  adjacentParentId?: string | undefined;
  fromHash: string;
  toHash: string;
  openedAt: number;
  closedAt?: number | undefined;
  /** Seconds since 1970 that its sequence numbers carry; a child's are later than its parents'. */
  epoch: number;
  /** How many sequence numbers it has given. */
  given: number;
  firstSequence: string;
  lastSequence?: string | undefined;
};

/** Kept in `kinesis.stream` by its name; its shards in `kinesis.shard.<name>`, their records in `kinesis.record.<name>.<shard>`. */
export type Stream = {
  name: string;
  createdAt: number;
  mode: 'PROVISIONED' | 'ON_DEMAND';
  retentionHours: number;
  keyId?: string | undefined;
  tags: Readonly<Record<string, string>>;
  /** Shards are numbered through. */
  shardsMade: number;
};

/** `data` is base64. The key is the sequence number, 56 digits, so that the order of texts is theirs. */
export type StreamRecord = { sequence: string; at: number; partitionKey: string; data: string };

export const streamsOf = (account: Account, region: string) => account.table<Stream>('kinesis.stream', region);
export const shardsOf = (account: Account, region: string, stream: string) =>
  account.table<Shard>(`kinesis.shard.${stream}`, region);
export const recordsOf = (account: Account, region: string, stream: string, shard: string) =>
  account.table<StreamRecord>(`kinesis.record.${stream}.${shard}`, region);

export const streamArn = (region: string, accountId: string, name: string) =>
  `arn:aws:kinesis:${region}:${accountId}:stream/${name}`;

export const LAST_HASH = (1n << 128n) - 1n;
export const HOUR = 3_600_000;
