import type { AwsEndpoints } from '@/lib/aws/endpoints';
import type { RateBucketKey, RateSlice, RateSliceAsk } from '@/lib/aws/rate-budget';
import type { Gap, KnownScope, NormalizedResource, ScopeKey } from '@/lib/collectors/types';
import type { CollectorService } from '@/lib/schemas/collector-service';

/** What a batch costs beside its rows is shared by them: 2,000 settle half as fast again as 500 (bench/settle.ts). */
export const MAX_OBSERVATIONS = 2_000;

/** Scopes ended in one call: an account has a thousand, most of them empty. */
export const MAX_ENDED_SCOPES = 200;

/** Proof of a lease: the core refuses every write whose attempt is not the job's current one. */
export type Fence = { jobId: string; attempt: number };

/**
 * What a sensor gets with a lease. `databaseTime` is epoch ms on the database's clock when the lease was taken; all
 * observation times are on that clock.
 */
export type ScanJobLease = {
  fence: Fence;
  accountId: string;
  partition: string;
  service: CollectorService;
  /** The integration's region: whose endpoint is called for global scopes, and for what the account has in all regions. */
  region: string;
  /** Scopes of this job in the ledger. Regional ones are there once the scan's regions are known. */
  scopes: LeasedScope[];
  /** False: this job has regional scopes and nobody has told the account's regions yet (`openRegions`). */
  regionsKnown: boolean;
  endpoints: AwsEndpoints;
  databaseTime: number;
  leaseExpiresAt: number;
  heartbeatEveryMs: number;
  /** Epoch ms, database clock: past it the job is failed, whatever is still open. */
  deadline: number;
};

/** `complete`: an earlier attempt of this job finished it. */
export type LeasedScope = { region: string; type: string; complete: boolean };

/** One hop of a role chain, in order. A token source's first hop is AssumeRoleWithWebIdentity, all others AssumeRole. */
export type RoleHop = { roleArn: string; sessionName: string; externalId: string | null; durationSeconds: number };

/** Where the chain starts: a token the core minted, or something the sensor's host has. */
export type CredentialStart =
  | { kind: 'webIdentityToken'; token: string; expiresAt: number }
  | { kind: 'tokenFile'; path: string }
  | { kind: 'hostDefault'; profile: string | null };

export type CredentialPlan = { start: CredentialStart; chain: RoleHop[]; stsRegion: string; endpoints: AwsEndpoints };

export type Observation = {
  resource: NormalizedResource;
  /** sha256 hex over what makes a version: type, id, arn, name, tags, attributes. */
  contentHash: string;
  /** sha256 hex over contentHash, volatile and relationships. */
  rowHash: string;
  /** Epoch ms, database clock, when the request that read it started. */
  observedAt: number;
  /** By when it was answered, where that is known. */
  answeredAt?: number;
};

export const SCOPE_STATUSES = ['complete', 'partial', 'denied', 'failed'] as const;
export type ScopeStatus = (typeof SCOPE_STATUSES)[number];

/**
 * - complete: fully listed and readable; only then does the core mark what is missing from `seenIds` deleted.
 * - partial: some was read, then denied or broken off; denied: nothing could be listed; failed: anything else.
 */
export type ScopeOutcome = {
  status: ScopeStatus;
  /** Epoch ms, database clock, when the list began. */
  startedAt: number;
  finishedAt: number;
  /** Ids of everything listed, also those dropped as older. Empty unless complete. */
  seenIds: string[];
  resources: number;
  gaps: Gap[];
  error: ScopeError | null;
};

/** A scope of the job's account, and how its listing ended. */
export type EndedScope = { region: string; type: string; outcome: ScopeOutcome };

export type ScopeError = {
  kind: string;
  code: string;
  message: string;
  action: string | null;
  deniedBy: string | null;
  requestId: string | null;
};

export type ActionStats = { calls: number; throttles: number; errors: number; ms: number };

/** Totals since the attempt began (not increments), so that a lost report costs nothing. */
export type ScanProgress = {
  calls: number;
  throttles: number;
  errors: number;
  resources: number;
  scopesDone: number;
  scopesTotal: number;
  perAction: Record<string, ActionStats>;
};

export type HeartbeatAnswer =
  | { state: 'held'; databaseTime: number; leaseExpiresAt: number }
  | { state: 'lost' }
  | { state: 'cancelled' };

/** A job's end. `released`: the sensor drains; another takes the job over at once. */
export type ScanJobEnd =
  | { status: 'finished'; progress: ScanProgress }
  | { status: 'failed'; error: ScopeError; progress: ScanProgress }
  | { status: 'cancelled'; progress: ScanProgress }
  | { status: 'released'; progress: ScanProgress };

/**
 * All that a sensor may ask of the core. In a worker it is services over PostgreSQL, in a remote sensor HTTP: the same
 * methods. Every method but `takeScanJob` throws FenceLostError (./errors) when the attempt is no longer current.
 */
export interface SensorPort {
  /** null: nothing to do (finished, cancelled or leased by another). Taking it begins a new attempt. */
  takeScanJob(jobId: string, sensorId: string): Promise<ScanJobLease | null>;
  /** Mints a fresh token when the retriever is ours; asked for again when credentials run out. */
  credentials(fence: Fence): Promise<CredentialPlan>;
  /**
   * Tells the regions that the account has enabled, and answers this job's scopes with them. The first to tell decides
   * for the whole scan. null: AWS would not say; then the core takes those it knows.
   */
  openRegions(fence: Fence, regions: readonly string[] | null): Promise<LeasedScope[]>;
  /** At most MAX_OBSERVATIONS. Answers how many were applied (others were older than what the rows stand for). */
  submit(fence: Fence, scope: ScopeKey, observations: readonly Observation[]): Promise<{ applied: number }>;
  /**
   * Ends at most MAX_ENDED_SCOPES of one account in the ledger, in one transaction: all of them, or none. What was told
   * before is not counted again.
   */
  completeScopes(fence: Fence, accountId: string, ended: readonly EndedScope[]): Promise<void>;
  /** The members of a scope this job completed in an earlier attempt; null when it did not. */
  knownScope(fence: Fence, scope: ScopeKey): Promise<KnownScope | null>;
  heartbeat(fence: Fence): Promise<HeartbeatAnswer>;
  report(fence: Fence, progress: ScanProgress): Promise<void>;
  /** One budget per (account, service, region), shared by all sensors; `takeSlice` of lib/aws/token-bucket decides. */
  leaseRateSlice(key: RateBucketKey, ask: RateSliceAsk): Promise<RateSlice>;
  end(fence: Fence, end: ScanJobEnd): Promise<void>;
}
