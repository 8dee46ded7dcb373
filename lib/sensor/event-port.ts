import type { AwsEndpoints } from '@/lib/aws/endpoints';
import type { RateBucketKey, RateSlice, RateSliceAsk } from '@/lib/aws/rate-budget';
import type { JsonObject, ResourceRef, ScopeKey } from '@/lib/collectors/types';
import type { Link, Problem } from '@/lib/events/digest/chain';
import type { TrailRecord } from '@/lib/events/record';
import type { DropCounts, KnownShard, Poison, ShardPlan } from '@/lib/events/strategies/types';
import type { StrategyName } from '@/lib/schemas/event-source';
import type { CredentialPlan, Observation, ScopeError, ScopeOutcome } from './port';

/** The shard that is a source's upkeep: finds shards, makes contradicted reads again, replays what was quarantined. */
export const UPKEEP = '*';

/** Events of one commit: a log file's worth, and small enough for one transaction of well under a second. */
export const MAX_EVENTS = 2_000;

/** Proof of a shard's lease: the core refuses every write whose attempt is not the shard's current one. */
export type ShardFence = { workspaceId: string; sourceId: string; shard: string; attempt: number };

export type ShardLease = {
  fence: ShardFence;
  strategy: StrategyName;
  config: JsonObject;
  /** Whose identity reads the transport, and its region. */
  integrationId: string;
  region: string;
  checkpoint: JsonObject | null;
  /** Accounts that integrations of the workspace cover. */
  accounts: string[];
  endpoints: AwsEndpoints;
  /** Epoch ms on the database's clock. */
  databaseTime: number;
  leaseExpiresAt: number;
  heartbeatEveryMs: number;
  /** Events older than this many days are refused: their partition is gone. */
  retentionDays: number;
};

/** `detached`: no profile wants the source any more, it was paused, disabled, edited or removed: stop and release. */
export type ShardAnswer = { fence: ShardFence; state: 'held' | 'lost' | 'detached' };
export type ShardHeartbeat = {
  databaseTime: number;
  leaseExpiresAt: number;
  answers: ShardAnswer[];
  /** Covered accounts by workspace. */
  accounts: Record<string, string[]>;
  /** Shards this sensor should give back, so that each has its fair share. */
  surplus: number;
};

/** What the core knows before anything is read: which records are new, and who may read each scope. */
export type Prepared = {
  /** In the order of the events asked for; true: its row is there, so its effect is too. */
  known: boolean[];
  /** In the order of the scopes asked for; null: no integration watches it. */
  owners: (ScopeOwner | null)[];
};
export type ScopeOwner = { integrationId: string; region: string; partition: string };

/** One resource read for all events of a batch that touch it. `events`: positions in the batch, oldest first. */
export type TargetRead = ScopeKey & {
  ref: ResourceRef;
  touches: { event: number; effect: 'upsert' | 'delete' }[];
  result: ReadResult;
};

/**
 * `answeredAt`: epoch ms, database clock, by which the answer was there.
 * - missing: AWS says there is none. elsewhere: this region's scope cannot tell (a bucket of another region).
 * - failed: `retry` false when it would fail again (denied); notWatched: no integration owns the scope.
 */
export type ReadResult =
  | { kind: 'found'; observation: Observation; answeredAt: number }
  | { kind: 'missing'; observedAt: number; answeredAt: number }
  | { kind: 'elsewhere' }
  | { kind: 'notWatched' }
  | { kind: 'failed'; error: ScopeError; retry: boolean };

/** An event whose outcome is known without reading. */
export type UnmappedEvent = { event: number; outcome: 'noCollector' | 'noReference' };

export type EventBatch = {
  /** New ones only, each once. `receivedAt`: epoch ms, database clock. */
  events: { record: TrailRecord; receivedAt: number }[];
  reads: TargetRead[];
  unmapped: UnmappedEvent[];
  /** Scopes in which events changed more than they name; `event`: a position in the batch. */
  untold: { event: number; type: string; region: string }[];
  counts: DropCounts & { received: number; duplicate: number; tooOld: number };
  /** Account id -> records dropped because no integration covers it. */
  foreign: Record<string, number>;
  poison: Poison[];
  /** S3 log files that were read whole, with what their digest will say of them. */
  files: { bucket: string; key: string; sha256: string }[];
  checkpoint: JsonObject | null;
  finished: boolean;
  lagMs: number | null;
};

export type SubmittedEvents = { applied: number; unchanged: number; pending: number };

/** A read that contradicted its events and is due again. `touches` count as in TargetRead but for stored events. */
export type Reread = ScopeKey & {
  key: string;
  ref: ResourceRef;
  expect: 'present' | 'gone' | 'changed';
  owner: ScopeOwner | null;
};
export type RereadResult = ScopeKey & { key: string; ref: ResourceRef; result: ReadResult };

/** A scope to list again. `asked`: what the core tells by whether more was asked for meanwhile. */
export type Relist = ScopeKey & { asked: string; owner: ScopeOwner | null };

export type QuarantinedItem = { id: string; deliveryId: string; payload: Buffer };

/** The digests of one trail for one account and region. `trail` empty: none of them is known. */
export type DigestChain = { accountId: string; region: string; trail: string; bucket: string; folder: string };
export type ChainPlace = DigestChain & { last: Link | null; silent: boolean };
/** Where log files lie that were read: `parent` is the folder that holds the account's. */
export type LogFolder = { bucket: string; parent: string; accountId: string; region: string };
/**
 * What a look at a chain came to. `last`: where it stands now; counts are added. `resolved`: what was a problem and is none.
 * Times in epoch ms.
 */
export type ChainReport = DigestChain & {
  /** `gone`: nothing is to be said of it any more. */
  state: 'checking' | 'checked' | 'noDigests' | 'denied' | 'gone';
  last: Link | null;
  digests: number;
  files: number;
  recovered: number;
  problems: readonly Problem[];
  resolved: readonly Pick<Problem, 'kind' | 'objectKey'>[];
  error: string | null;
};

/**
 * All that a sensor may ask of the core to consume events; the same methods in a worker and, later, over HTTP. Methods
 * that take a fence throw FenceLostError when the attempt is no longer current. All may be repeated.
 */
export interface EventPort {
  /** Takes free shards, no more than this sensor's fair share; each begins a new attempt. */
  takeShards(sensorId: string, held: number): Promise<ShardLease[]>;
  heartbeat(sensorId: string, fences: readonly ShardFence[]): Promise<ShardHeartbeat>;
  /** Mints a fresh token when the retriever is ours. `integrationId` must be the source's or own a scope. */
  credentials(fence: ShardFence, integrationId: string): Promise<CredentialPlan>;
  leaseRateSlice(key: RateBucketKey, ask: RateSliceAsk): Promise<RateSlice>;
  knownShards(fence: ShardFence): Promise<KnownShard[]>;
  /** Makes rows for shards that are new; known ones stay as they are. */
  openShards(fence: ShardFence, plans: readonly ShardPlan[]): Promise<void>;
  prepare(fence: ShardFence, events: readonly TrailRecord[], scopes: readonly ScopeKey[]): Promise<Prepared>;
  /** Events, effects, causes, re-reads, counts, quarantine and checkpoint: one transaction. */
  submit(fence: ShardFence, batch: EventBatch): Promise<SubmittedEvents>;
  dueRereads(fence: ShardFence, most: number): Promise<Reread[]>;
  settleRereads(fence: ShardFence, results: readonly RereadResult[]): Promise<SubmittedEvents>;
  /** Scopes of the source's events that are to be listed again now. */
  dueLists(fence: ShardFence, most: number): Promise<Relist[]>;
  /** At most MAX_OBSERVATIONS of such a list; they count whether it is ended or not. */
  submitList(fence: ShardFence, list: Relist, observations: readonly Observation[]): Promise<void>;
  /** Ends the list: a complete one evicts what it did not have. Another follows where AWS may still be at work. */
  endList(fence: ShardFence, list: Relist, outcome: ScopeOutcome): Promise<void>;
  wantedReplays(fence: ShardFence, most: number): Promise<QuarantinedItem[]>;
  /** `result`: what became of it, for people. */
  replayed(fence: ShardFence, id: string, result: string): Promise<void>;
  /** Chains of digests as they were left, and folders of log files that were read since (epoch ms). */
  digestChains(fence: ShardFence, since: number): Promise<{ chains: ChainPlace[]; folders: LogFolder[] }>;
  /** What was kept of log files that were read whole, in the order of the keys; null: not read. `readAt`: epoch ms. */
  knownLogFiles(
    fence: ShardFence,
    bucket: string,
    keys: readonly string[],
  ): Promise<({ sha256: string; readAt: number } | null)[]>;
  /** Keeps where a chain stands with its problems; a new one starts a scan of the account and region. */
  keepChain(fence: ShardFence, report: ChainReport): Promise<void>;
  /** Gives the shard back; with an error it is not taken again for a while that doubles, and the page shows it. */
  release(fence: ShardFence, error: ScopeError | null): Promise<void>;
}
