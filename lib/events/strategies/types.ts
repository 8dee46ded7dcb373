import type { AwsClients } from '@/lib/aws/clients';
import type { JsonObject } from '@/lib/collectors/types';
import type { TrailRecord } from '@/lib/events/record';
import type { ConfigOf, ConnectionCheck, QuarantineReason, StrategyName } from '@/lib/schemas/event-source';

/** What a strategy may use. `clients` are those of lib/aws: budget, time-outs, caps, the install's endpoints. */
export type StrategyContext = {
  clients(region: string): AwsClients;
  /** Aborted when the lease is lost, the source detached, or the sensor drains. */
  signal: AbortSignal;
  /** Epoch ms on the database's clock. */
  now(): number;
  /** Accounts that integrations of the workspace cover; may grow while a shard is consumed. */
  accounts(): ReadonlySet<string>;
  /** Milliseconds between looks where a transport must be polled (S3); tests set it low. */
  pollMs: number;
};

/** A part of a source that one sensor consumes at a time. `parents`: finished before this one begins (resharding). */
export type ShardPlan = { shard: string; parents: readonly string[]; checkpoint: JsonObject | null };
export type KnownShard = { shard: string; finished: boolean; checkpoint: JsonObject | null };

/** What was dropped while decoding, counted; `other`: data, Insights, network activity, and what is not a call at all. */
export type DropCounts = { readOnly: number; failed: number; other: number };

/** A message, object or stream record that could not be read. `payload` is kept for a replay, up to a cap. */
export type Poison = {
  deliveryId: string;
  reason: QuarantineReason;
  message: string;
  payload: Buffer | null;
  bytes: number;
};

/** What came in one message, object or stream record, decoded: only successful changing calls are in `records`. */
export type Delivery = {
  id: string;
  records: readonly TrailRecord[];
  dropped: DropCounts;
  poison: readonly Poison[];
  /** Of an S3 log file: sha256 of its uncompressed content in hex, which its digest will name. */
  file?: { bucket: string; key: string; sha256: string };
};

export type Batch = {
  deliveries: readonly Delivery[];
  /** Kept in the transaction of the effects. null: the transport keeps its own place (queues). */
  checkpoint: JsonObject | null;
  /** True at the end of a closed shard: never consumed again. */
  finished: boolean;
  /** Age of the oldest thing not consumed yet, as far as the transport tells. */
  lagMs: number | null;
  /** After the commit: deletes the messages. May be called again after a crash's redelivery; failing is not fatal. */
  ack(): Promise<void>;
  /** The effects could not be committed: gives the messages back at once where that is permitted. */
  release(): Promise<void>;
};

export type ShardRun<S extends StrategyName> = {
  config: ConfigOf<S>;
  shard: string;
  checkpoint: JsonObject | null;
};

/** What is said of a strategy where strategies are compared. Texts are ours. */
export type StrategyComparison = {
  title: string;
  summary: string;
  recommended: boolean;
  transport: string;
  latency: string;
  coverage: string;
  cost: string;
  whenToUse: string;
};

/**
 * One way that CloudTrail's events get here, as a value. Throws the SDK's errors; what is wrong with a message is in
 * its Delivery (poison), never thrown, so that the stream goes on.
 */
export type Strategy<S extends StrategyName = StrategyName> = {
  name: S;
  comparison: StrategyComparison;
  /** Draft 2020-12, with titles and descriptions: the form draws itself from it. */
  configSchema: JsonObject;
  /** Region whose endpoint is called, for the source's own clients. */
  regionOf(config: ConfigOf<S>): string;
  /** Shards there are now; called at the start and every `discoverEveryMs`. Known ones are named again. */
  discover(ctx: StrategyContext, config: ConfigOf<S>, known: readonly KnownShard[]): Promise<ShardPlan[]>;
  discoverEveryMs: number;
  /**
   * Batches of one shard, until the signal aborts or the shard ends. The next batch may be fetched while the last is being
   * committed, but `checkpoint`s are in order. An idle transport yields an empty batch at least every 20 s (it shows life).
   */
  consume(ctx: StrategyContext, run: ShardRun<S>): AsyncIterable<Batch>;
  /** Checks one by one; receives nothing. The identity check is the caller's. */
  test(ctx: StrategyContext, config: ConfigOf<S>): AsyncIterable<ConnectionCheck>;
  /** Decodes what was quarantined once more. */
  replay(ctx: StrategyContext, config: ConfigOf<S>, item: { deliveryId: string; payload: Buffer }): Promise<Delivery>;
  /** A checkpoint for "from this moment on"; null where the transport cannot (queues). */
  checkpointAt(shard: string, at: 'latest' | 'oldest' | number): JsonObject | null;
  /** Where a checkpoint stands, for people. */
  position(checkpoint: JsonObject | null): string | null;
};
